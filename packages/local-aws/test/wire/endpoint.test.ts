import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import { UnsupportedError } from '../../src/core/aws-error.ts';
import { startEndpoint } from '../../src/wire/endpoint.ts';
import { MAX_BODY_BYTES } from '../../src/wire/http.ts';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
afterEach(() => harness.close());

const target = { 'x-amz-target': 'AWSStepFunctions.StartExecution', 'content-type': 'application/x-amz-json-1.0' };

test('the access key id tells who calls', async () => {
  harness = await startHarness(
    { states: { StartExecution: { executionArn: 'e' } } },
    {
      callerOf: (key) =>
        key === 'AKIDTEST' ? { principal: 'arn:aws:iam::111122223333:role/watchdog', session: 'watchdog' } : undefined,
    },
  );
  await new SFNClient(harness.client).send(new StartExecutionCommand({ stateMachineArn: 'm' }));
  await new SFNClient({ ...harness.client, credentials: { accessKeyId: 'AKIDPERSON', secretAccessKey: 's' } }).send(
    new StartExecutionCommand({ stateMachineArn: 'm' }),
  );
  expect(harness.calls.map((call) => call.caller)).toEqual([
    { principal: 'arn:aws:iam::111122223333:role/watchdog', session: 'watchdog' },
    { principal: 'operator' },
  ]);
});

test('DynamoDB is passed on, headers and body, and its answer comes back whole', async () => {
  const seen: unknown[] = [];
  const database = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push(request.headers['x-amz-target'], JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"Item":{"revision":{"N":"3"}}}');
    });
  });
  await new Promise<void>((resolve) => database.listen(0, '127.0.0.1', resolve));
  harness = await startHarness({}, { dynamodbUrl: `http://127.0.0.1:${(database.address() as AddressInfo).port}` });
  const answer = await new DynamoDBClient(harness.client).send(
    new GetItemCommand({ TableName: 't', Key: { pk: { S: 'shop' } }, ConsistentRead: true }),
  );
  expect(answer.Item).toEqual({ revision: { N: '3' } });
  expect(seen).toEqual([
    'DynamoDB_20120810.GetItem',
    { TableName: 't', Key: { pk: { S: 'shop' } }, ConsistentRead: true },
  ]);
  database.closeAllConnections();
  await new Promise((resolve) => database.close(resolve));
});

test('fails by name when the database is not there', async () => {
  harness = await startHarness({}, { dynamodbUrl: 'http://127.0.0.1:1' });
  const call = new DynamoDBClient(harness.client).send(
    new GetItemCommand({ TableName: 't', Key: { pk: { S: 'shop' } } }),
  );
  await expect(call).rejects.toMatchObject({
    name: 'InternalServerError',
    message: expect.stringContaining('DynamoDB did not answer') as string,
  });
});

test('takes a body of exactly the limit and rejects one byte more with 413', async () => {
  harness = await startHarness({ states: { StartExecution: {} } });
  const post = (bytes: number) =>
    fetch(harness.url, {
      method: 'POST',
      headers: target,
      body: `{"input":"${'x'.repeat(bytes - '{"input":""}'.length)}"}`,
    });
  expect((await post(MAX_BODY_BYTES)).status).toBe(200);
  const refused = await post(MAX_BODY_BYTES + 1);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
});

test('rejects a body that unpacks beyond the limit', async () => {
  const { gzipSync } = await import('node:zlib');
  harness = await startHarness({ states: { StartExecution: {} } });
  const bomb = gzipSync(Buffer.alloc(MAX_BODY_BYTES * 10));
  expect(
    (await fetch(harness.url, { method: 'POST', headers: { ...target, 'content-encoding': 'gzip' }, body: bomb }))
      .status,
  ).toBe(413);
  expect(
    (await fetch(harness.url, { method: 'POST', headers: { ...target, 'content-encoding': 'gzip' }, body: 'plain' }))
      .status,
  ).toBe(400);
});

test('an unexpected failure is answered, logged and survived', async () => {
  harness = await startHarness({ states: { StartExecution: new TypeError('x is undefined') } });
  const answer = await fetch(harness.url, { method: 'POST', headers: target, body: '{}' });
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({ __type: 'InternalFailure', message: 'the local cloud failed: x is undefined' });
  expect(harness.lines[0]).toMatch(/^Step Functions: failed unexpectedly: TypeError: x is undefined/);
  expect((await fetch(harness.url, { method: 'POST', headers: target, body: '{' })).status).toBe(400);
});

test('what a service does not support is said, not hidden behind a failure', async () => {
  harness = await startHarness({ states: { StartExecution: new UnsupportedError('StartExecution', 'traceHeader') } });
  const answer = await fetch(harness.url, { method: 'POST', headers: target, body: '{}' });
  expect([answer.status, await answer.json()]).toEqual([
    501,
    { __type: 'UnknownOperationException', message: 'StartExecution: traceHeader' },
  ]);
});

test.each([
  [
    'a target nobody has',
    { 'x-amz-target': 'Kinesis_20131202.PutRecord' },
    'the local cloud has no service with X-Amz-Target Kinesis_20131202.PutRecord',
  ],
  ['a request for nobody', {}, 'no AWS service has POST /'],
  [
    'AWS JSON without its target',
    { authorization: 'AWS4-HMAC-SHA256 Credential=A/20260105/eu-central-1/monitoring/aws4_request' },
    'CloudWatch speaks AWS JSON 1.0 and RPC v2 CBOR and Query here; this request has neither its form nor its headers',
  ],
])('rejects %s', async (_what, headers, message) => {
  harness = await startHarness({});
  const answer = await fetch(harness.url, { method: 'POST', headers: headers as Record<string, string>, body: '{}' });
  expect(answer.status).toBe(501);
  expect(await answer.json()).toMatchObject({ message });
});

test('fails to start on a taken port, naming the port and the option', async () => {
  harness = await startHarness({});
  await expect(startEndpoint({ port: harness.port, services: [], log: () => undefined })).rejects.toThrow(
    `port ${harness.port} is taken by another program; choose another with --port`,
  );
});

test("tells the cloud's time, and the wall's to CDK's command line, which takes a fast clock for wrong", async () => {
  harness = await startHarness({}, { now: () => Date.UTC(2031, 0, 1) });
  const yearFor = async (agent: string) => {
    const { headers } = await fetch(harness.url, { headers: { 'user-agent': agent } });
    return new Date(headers.get('date') ?? '').getUTCFullYear();
  };
  expect(await yearFor('aws-cli/2.31')).toBe(2031);
  expect(await yearFor('aws-sdk-js/3.1 aws-cdk/2.1148.1 ua/2.1')).not.toBe(2031);
});
