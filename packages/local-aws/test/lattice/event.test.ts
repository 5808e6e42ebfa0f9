import { expect, test } from 'vitest';
import { eventContext, latticeEvent, type LatticeRequest } from '../../src/lattice/event.ts';

const PLACE = {
  serviceNetworkArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-1',
  serviceArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-1',
  targetGroupArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-1',
  region: 'eu-west-1',
  sourceVpcArn: 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1',
};

const eventOf = (request: LatticeRequest, now = 0) =>
  JSON.parse(latticeEvent(request, eventContext(PLACE), now)) as unknown;

test('a request becomes an event of version V2', () => {
  const request = {
    method: 'POST',
    url: '/orders?x=1&x=2&name=a%20b&flag',
    rawHeaders: ['Host', 'service', 'accept', 'text/html', 'Accept', 'application/json'],
    body: Buffer.from('{"größe":1}'),
  };
  expect(eventOf(request, Date.UTC(2026, 0, 5, 9))).toEqual({
    version: '2.0',
    path: '/orders?x=1&x=2&name=a%20b&flag',
    method: 'POST',
    headers: { host: ['service'], accept: ['text/html', 'application/json'] },
    queryStringParameters: { x: ['1', '2'], name: ['a b'], flag: [''] },
    body: '{"größe":1}',
    requestContext: {
      serviceNetworkArn: PLACE.serviceNetworkArn,
      serviceArn: PLACE.serviceArn,
      targetGroupArn: PLACE.targetGroupArn,
      identity: { sourceVpcArn: PLACE.sourceVpcArn },
      region: 'eu-west-1',
      timeEpoch: '1767603600000000',
    },
  });
});

test('a body that is not text is base64 and says so', () => {
  const request = { method: 'PUT', url: '/', rawHeaders: [], body: Buffer.from([0xff, 0x00, 0xfe]) };
  expect(eventOf(request)).toMatchObject({
    body: '/wD+',
    isBase64Encoded: true,
    queryStringParameters: {},
  });
});

test('a query parameter may have any name', () => {
  const request = { method: 'GET', url: '/?__proto__=1&constructor=2', rawHeaders: [], body: Buffer.alloc(0) };
  expect(latticeEvent(request, eventContext(PLACE), 0)).toContain(
    '"queryStringParameters":{"__proto__":["1"],"constructor":["2"]}',
  );
});

test('a header may have any name, too', () => {
  const rawHeaders = ['__proto__', '1', 'constructor', '"2"'];
  const request = { method: 'GET', url: '/', rawHeaders, body: Buffer.alloc(0) };
  expect(latticeEvent(request, eventContext(PLACE), 0)).toContain(
    String.raw`"headers":{"__proto__":["1"],"constructor":["\"2\""]}`,
  );
});
