import {
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { GetListenerCommand, UpdateListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { type Answers, type Harness, startHarness } from './harness.ts';

let harness: Harness;
const start = async (answers: Answers) => {
  harness = await startHarness(answers);
  return { lattice: new VPCLatticeClient(harness.client), lambda: new LambdaClient(harness.client) };
};
afterEach(() => harness.close());

const serviceIdentifier = 'arn:aws:vpc-lattice:eu-central-1:111122223333:service/svc-0123456789abcdef0';
const listenerIdentifier = `${serviceIdentifier}/listener/listener-0123456789abcdef0`;
const FunctionName = 'arn:aws:lambda:eu-central-1:111122223333:function:shop:canary';
const defaultAction = {
  forward: {
    targetGroups: [
      { targetGroupIdentifier: 'tg-1', weight: 90 },
      { targetGroupIdentifier: 'tg-2', weight: 10 },
    ],
  },
};

test('identifiers that are ARNs survive the path, and times are ISO 8601 for the client', async () => {
  const lastUpdatedAt = new Date('2026-01-05T09:00:00.250Z');
  const { lattice } = await start({
    'vpc-lattice': { GetListener: { id: 'listener-0123456789abcdef0', port: 443, defaultAction, lastUpdatedAt } },
  });
  const answer = await lattice.send(new GetListenerCommand({ serviceIdentifier, listenerIdentifier }));
  expect(answer).toMatchObject({ port: 443, defaultAction, lastUpdatedAt });
  expect(harness.calls[0]).toMatchObject({
    operation: 'GetListener',
    input: { serviceIdentifier, listenerIdentifier },
  });
});

test('a new default action arrives with its path members', async () => {
  const { lattice } = await start({ 'vpc-lattice': { UpdateListener: { defaultAction } } });
  expect(
    (await lattice.send(new UpdateListenerCommand({ serviceIdentifier, listenerIdentifier, defaultAction })))
      .defaultAction,
  ).toEqual(defaultAction);
  expect(harness.calls[0]?.input).toEqual({ serviceIdentifier, listenerIdentifier, defaultAction });
});

test.each([
  ['ResourceNotFoundException', 404],
  ['ConflictException', 409],
  ['AccessDeniedException', 403],
])('%s of VPC Lattice reaches the client by its name', async (code, status) => {
  const { lattice } = await start({ 'vpc-lattice': { GetListener: new AwsError(code, 'said so', status) } });
  await expect(lattice.send(new GetListenerCommand({ serviceIdentifier, listenerIdentifier }))).rejects.toMatchObject({
    name: code,
    message: 'said so',
    $metadata: { httpStatusCode: status },
  });
});

test('an invocation carries its payload and its answer raw', async () => {
  const Payload = '{"errorType":"Error","errorMessage":"boom"}';
  const { lambda } = await start({
    lambda: { Invoke: { StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '7', Payload } },
  });
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName, Qualifier: 'canary', InvocationType: 'RequestResponse', Payload: '{"a":"ü"}' }),
  );
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '7' });
  expect(answer.Payload?.transformToString()).toBe(Payload);
  expect(harness.calls[0]?.input).toEqual({
    FunctionName,
    Qualifier: 'canary',
    InvocationType: 'RequestResponse',
    Payload: '{"a":"ü"}',
  });
});

test('an asynchronous invocation answers 202 and nothing', async () => {
  const { lambda } = await start({ lambda: { Invoke: { StatusCode: 202, Payload: '' } } });
  const answer = await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' }));
  expect(answer.StatusCode).toBe(202);
  expect(answer.Payload?.length ?? 0).toBe(0);
  expect(harness.calls[0]?.input).toEqual({ FunctionName, InvocationType: 'Event', Payload: '' });
});

test('aliases are read and moved, and a lost race is a PreconditionFailedException', async () => {
  const alias = { Name: 'canary', FunctionVersion: '6', RevisionId: 'r1' };
  const { lambda } = await start({
    lambda: {
      GetAlias: alias,
      UpdateAlias: new AwsError('PreconditionFailedException', 'the revision is not r1', 412),
    },
  });
  expect(await lambda.send(new GetAliasCommand({ FunctionName: 'shop', Name: 'canary' }))).toMatchObject(alias);
  const move = new UpdateAliasCommand({ FunctionName: 'shop', Name: 'canary', FunctionVersion: '7', RevisionId: 'r1' });
  await expect(lambda.send(move)).rejects.toMatchObject({
    name: 'PreconditionFailedException',
    message: 'the revision is not r1',
  });
  expect(harness.calls[1]?.input).toEqual({
    FunctionName: 'shop',
    Name: 'canary',
    FunctionVersion: '7',
    RevisionId: 'r1',
  });
});

test('members in the query string arrive with their types', async () => {
  const { lambda } = await start({ lambda: { ListVersionsByFunction: { Versions: [{ Version: '1' }] } } });
  await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'shop', MaxItems: 50, Marker: 'm' }));
  expect(harness.calls[0]?.input).toEqual({ FunctionName: 'shop', MaxItems: 50, Marker: 'm' });
});

test('rejects a path that no operation has, naming it', async () => {
  await start({ lambda: { Invoke: {} } });
  const answer = await fetch(`${harness.url}/2015-03-31/event-source-mappings`);
  expect(answer.status).toBe(501);
  expect(answer.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  expect(await answer.json()).toEqual({
    message: 'the local cloud has no operation of Lambda at GET /2015-03-31/event-source-mappings',
  });
});

test.each([
  ['a path that is not percent-encoded text', '/services/%E0%A4%A/listeners/l', 'percent-encoded'],
  ['a page size that is no number', '/services?maxResults=many', 'maxResults must be a number'],
])('rejects %s', async (_what, path, message) => {
  await start({ 'vpc-lattice': { GetListener: {}, ListServices: {} } });
  const answer = await fetch(harness.url + path);
  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
  expect(await answer.json()).toEqual({ message: expect.stringContaining(message) as string });
});

const FUNCTIONS = '/2015-03-31/functions/';
test.each([
  ['FunctionVersion', 'that nobody knows in the query string', `GET ${FUNCTIONS}?FunctionVersion=ALL`, ''],
  ['Description', 'of the body in the query string', `PUT ${FUNCTIONS}shop/aliases/live?Description=x`, '{}'],
  ['MaxItems', 'that the query string has twice', `GET ${FUNCTIONS}?MaxItems=1&MaxItems=2`, ''],
  ['Name', 'of the path in the body', `PUT ${FUNCTIONS}shop/aliases/live`, '{"Name":"canary"}'],
  ['Marker', 'of the query string in the body', `GET ${FUNCTIONS}`, '{"Marker":"1"}'],
])('rejects a member %s %s', async (name, _where, asked, body) => {
  await start({ lambda: { ListFunctions: {}, UpdateAlias: {} } });
  const answer = await ask(harness.url, asked, body);
  expect(answer).toMatchObject({ status: 400, code: 'InvalidParameterValueException' });
  expect(answer.message).toContain(name);
  expect(harness.calls).toEqual([]);
});

test('the signature of a presigned request is no member of it', async () => {
  await start({ lambda: { ListFunctions: { Functions: [] } } });
  const answer = await fetch(`${harness.url}/2015-03-31/functions/?MaxItems=5&X-Amz-Expires=60&X-Amz-Signature=0`);
  expect(answer.status).toBe(200);
  expect(harness.calls[0]?.input).toEqual({ MaxItems: 5 });
});

/** With a body whatever the method: fetch sends none with a GET. */
function ask(url: string, asked: string, body: string) {
  const [method = '', path = ''] = asked.split(' ');
  return new Promise<{ status: number | undefined; code: unknown; message: string }>((resolve, reject) => {
    const sent = request(url + path, { method, headers: { 'content-length': body.length } }, (response) => {
      const { statusCode: status, headers } = response;
      const told = json(response).then((value) => (value as { message: string }).message);
      told.then((message) => resolve({ status, code: headers['x-amzn-errortype'], message }), reject);
    });
    sent.on('error', reject).end(body);
  });
}
