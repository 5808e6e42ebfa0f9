import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { replaceStatement } from '../../src/lambda/access.ts';
import type { FunctionInvoker } from '../../src/core/types.ts';
import { AwsError } from '../../src/core/aws-error.ts';
import { authPolicySchema, type AuthPolicy } from '../../src/lattice/auth.ts';
import { startDataPlane } from '../../src/lattice/data-plane.ts';
import { startFunction } from '../lambda/bundle.ts';
import { type Answering, answered, serving, servingWith } from './serving.ts';
import { PLACE } from './world.ts';

/** The status that a client gets who asks for the service by that name. */
async function statusOf(url: string, host: string, more: object = {}): Promise<number | undefined> {
  return new Promise((resolve) => {
    request(url, { headers: { host, ...more } }, (response) => resolve(response.resume().statusCode)).end();
  });
}

test.each([204, 304])(
  'an answer with status %i has no body and no length, whatever the function gives',
  async (status) => {
    const { url } = await servingWith(() => answered({ statusCode: status, headers: {}, body: 'not to be sent' }));
    const response = await fetch(url);
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      status,
      null,
      '',
    ]);
  },
);

test('a request goes through a real process behind the alias and comes back', async () => {
  const source =
    'export const handler = async (event) => ({ statusCode: 200, headers: { "content-type": "text/plain" }, ' +
    'body: `${event.method} ${event.path} ${event.body}` });';
  const { functions } = await startFunction(source);
  functions.registry.publish('fn');
  functions.registry.createAlias('fn', 'production', '1', '');
  const { url, production } = await serving(functions);
  const denied = await fetch(url);
  expect(denied.status).toBe(500);
  replaceStatement(functions.registry.get('fn'), 'production', 'lattice', {
    Effect: 'Allow',
    Principal: { Service: 'vpc-lattice.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: '*',
    Condition: { ArnLike: { 'AWS:SourceArn': production.arn } },
  });
  const response = await fetch(`${url}/orders?x=1`, { method: 'POST', body: 'two' });
  expect(await response.text()).toBe('POST /orders?x=1 two');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/plain',
    'x-local-executed-version': '1',
    'x-local-target-group': production.id,
  });
});

test('the function is invoked as VPC Lattice, on behalf of the target group', async () => {
  const { url, invocations, production, network, owner } = await servingWith(() => answered({ statusCode: 204 }));
  await fetch(url);
  expect(invocations[0]).toMatchObject({
    functionArn: production.functionArn,
    caller: { principal: 'vpc-lattice.amazonaws.com', sourceArn: production.arn },
  });
  expect(JSON.parse(invocations[0]?.payload ?? '')).toMatchObject({
    version: '2.0',
    requestContext: {
      serviceNetworkArn: network.arn,
      serviceArn: owner.arn,
      targetGroupArn: production.arn,
      region: 'eu-west-1',
      timeEpoch: '1767603600000000',
    },
  });
});

describe('the status of a target that fails', () => {
  test.each<[string, Answering, number]>([
    [
      'by throwing',
      () => ({ executedVersion: '7', functionError: 'Unhandled', payload: '{"errorType":"Error"}' }),
      502,
    ],
    ['by a response of a wrong shape', () => answered({ message: 'no status' }), 502],
    ['by a header that HTTP does not allow', () => answered({ statusCode: 200, headers: { 'x-a': 'b\nc' } }), 502],
    ['by its permission', () => Promise.reject(new AwsError('AccessDeniedException', 'no', 403)), 500],
    ['by throttling', () => Promise.reject(new AwsError('TooManyRequestsException', 'no', 429)), 500],
  ])('is of the 500s: %s', async (_, answer, status) => {
    const { url, metrics, production } = await servingWith(answer);
    expect((await fetch(url)).status).toBe(status);
    expect(
      metrics.find(
        ({ name, dimensions }) => name === 'HTTPCode_5XX_Count' && dimensions['TargetGroup'] === production.id,
      )?.value,
    ).toBe(1);
  });
});

test('requests are counted under their target group and their service, in simulated time', async () => {
  const { url, metrics, clock, production, owner } = await servingWith(() => answered({ statusCode: 404 }));
  await fetch(url).then((response) => response.text());
  const named = (dimensions: object) =>
    metrics.filter((datum) => JSON.stringify(datum.dimensions) === JSON.stringify(dimensions)).map(({ name }) => name);
  expect(named({ TargetGroup: production.id })).toEqual(['TotalRequestCount', 'RequestTime', 'HTTPCode_4XX_Count']);
  expect(named({ Service: owner.id })).toEqual(['TotalRequestCount', 'RequestTime', 'HTTPCode_4XX_Count']);
  expect(metrics.every(({ time, namespace }) => time === clock.now() && namespace === 'AWS/VpcLattice')).toBe(true);
});

test('binary bodies survive both ways', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xfe, 0x80]);
  const { url } = await servingWith(({ payload }) => {
    const { body, isBase64Encoded } = JSON.parse(payload) as { body: string; isBase64Encoded: boolean };
    return answered({ statusCode: 200, body, isBase64Encoded });
  });
  const response = await fetch(url, { method: 'POST', body: bytes });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
});

test('rejects a body beyond 6 MB', async () => {
  const { url, invocations } = await servingWith(() => answered({ statusCode: 200 }));
  const status = await new Promise((resolve, reject) => {
    const upload = request(url, { method: 'POST' }, (response) => resolve(response.statusCode));
    upload.on('error', reject);
    upload.end(Buffer.alloc(6 * 1024 * 1024 + 1));
  });
  expect(status).toBe(413);
  expect(invocations).toHaveLength(0);
});

test('a client that goes away in the middle of its request disturbs nobody', async () => {
  const { url, invocations } = await servingWith(() => answered({ statusCode: 200, body: 'fine' }));
  await new Promise<void>((resolve) => {
    const upload = request(url, { method: 'POST', headers: { 'content-length': '1000' } });
    upload.on('error', () => resolve());
    upload.write('begun');
    upload.once('socket', (socket) =>
      socket.once('connect', () => setImmediate(() => upload.destroy(new Error('gone')))),
    );
  });
  expect(await fetch(url).then((response) => response.text())).toBe('fine');
  expect(invocations).toHaveLength(1);
});

test('with several services the Host header tells which one is meant', async () => {
  const { url, lattice, production, owner, invocations } = await servingWith(() => answered({ statusCode: 200 }));
  const other = lattice.createService('other');
  const own = lattice.createTargetGroup('own', production.functionArn);
  lattice.createListener({
    name: 'http',
    serviceIdentifier: other.id,
    protocol: 'HTTP',
    port: 80,
    groups: [{ targetGroupId: own.id, weight: 1 }],
  });
  expect(await statusOf(url, other.domainName)).toBe(200);
  expect(await statusOf(url, `${owner.domainName}:443`)).toBe(200);
  expect(await statusOf(url, 'nobody')).toBe(404);
  const services = invocations.map(
    ({ payload }) => (JSON.parse(payload) as { requestContext: { serviceArn: string } }).requestContext.serviceArn,
  );
  expect(services).toEqual([other.arn, owner.arn]);
});

test('a custom domain names its service too', async () => {
  const { lattice, production, url } = await servingWith(() => answered({ statusCode: 200, body: 'ok' }));
  const own = lattice.createTargetGroup('own', production.functionArn);
  const other = lattice.createService('cart', { customDomainName: 'cart.example.com' });
  lattice.createListener({
    name: 'https',
    serviceIdentifier: other.id,
    protocol: 'HTTPS',
    port: 443,
    groups: [{ targetGroupId: own.id, weight: 1 }],
  });
  expect(await statusOf(url, 'cart.example.com')).toBe(200);
  expect(await statusOf(url, 'unknown.example.com')).toBe(404);
});

describe('one service alone', () => {
  test('is called by its own name, and as this machine, with whatever port', async () => {
    const { url, owner, invocations } = await servingWith(() => answered({ statusCode: 200 }));
    for (const host of [owner.domainName, `${owner.domainName}:80`, '127.0.0.1', 'localhost:1234'])
      expect(await statusOf(url, host)).toBe(200);
    expect(invocations).toHaveLength(4);
  });

  test('is not called by a name that was made to point here, nor by a page of another site', async () => {
    const { url, owner, invocations } = await servingWith(() => answered({ statusCode: 200 }));
    expect(await statusOf(url, 'evil.example')).toBe(404);
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    for (const host of [owner.domainName, 'localhost:80']) expect(await statusOf(url, host, foreign)).toBe(403);
    expect(invocations).toEqual([]);
  });

  test('is called by pages that are developed on this machine, and may itself judge an Origin', async () => {
    const { url, invocations } = await servingWith(() => answered({ statusCode: 200 }));
    const own = { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' };
    expect(await statusOf(url, '127.0.0.1', own)).toBe(200);
    expect(await statusOf(url, '127.0.0.1', { origin: 'https://shop.example' })).toBe(200);
    expect(invocations).toHaveLength(2);
  });
});

const policy = (StringEquals: object) =>
  authPolicySchema.parse({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'vpc-lattice-svcs:Invoke',
        Resource: '*',
        Condition: { StringEquals },
      },
    ],
  });

describe('a service for signed requests', () => {
  test.each<[who: string, policy: AuthPolicy | undefined, status: number]>([
    ['without a policy lets nobody in', undefined, 403],
    ["lets its own account's principals in", policy({ 'aws:PrincipalAccount': PLACE.account }), 200],
    [
      "keeps out whom a policy for another account's principals does not name",
      policy({ 'aws:PrincipalAccount': '444455556666' }),
      403,
    ],
    ['takes its account for one of the organization', policy({ 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }), 200],
  ])('%s', async (_who, authPolicy, status) => {
    const { invocations, owner, url } = await servingWith(() => answered({ statusCode: 200, body: 'ok' }));
    Object.assign(owner, { authType: 'AWS_IAM', authPolicy });
    expect((await fetch(url)).status).toBe(status);
    expect(invocations).toHaveLength(status === 200 ? 1 : 0);
  });
});

test('rejects a port that is taken, naming it', async () => {
  const { url, lattice, clock } = await servingWith(() => answered({ statusCode: 200 }));
  const port = Number(new URL(url).port);
  const functions: FunctionInvoker = {
    invoke: () => Promise.reject(new Error('unused')),
    invokeAsync: async () => undefined,
  };
  const again = startDataPlane({
    lattice,
    clock,
    functions,
    metrics: { record: () => undefined },
    place: PLACE,
    port,
    log: () => undefined,
  });
  await expect(again).rejects.toThrow(`port ${port} is taken by another program`);
});

test("what came in at another port is answered if its Host is a service's name, and left alone otherwise", async () => {
  const { dataPlane, owner } = await servingWith(() => answered({ statusCode: 200, headers: {}, body: 'hello' }));
  const other = createServer((message, response) => {
    if (!dataPlane.take(message, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void other.close());
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  expect([await statusOf(url, owner.domainName), await statusOf(url, '127.0.0.1')]).toEqual([200, 418]);
});
