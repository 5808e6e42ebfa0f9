import { assert as holdsFor, asyncProperty, oneof, string, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedHarnessWithTables } from './harness.ts';
import { expectWell, hostOf, open, request, TARGET } from './sockets.ts';

const harness = sharedHarnessWithTables({
  states: { StartExecution: { executionArn: 'e' } },
  monitoring: { DescribeAlarms: {} },
  lambda: { Invoke: {} },
  'vpc-lattice': { UpdateListener: {} },
  sns: { Publish: {} },
});

const scope = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=A/20260105/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** Sends bytes as they are. @returns all that came back until the server hung up */
function raw(bytes: string | Buffer): Promise<string> {
  const { socket, answer } = open(harness);
  socket.end(bytes);
  return answer;
}

describe('garbage', () => {
  test.each([
    ['bytes that are not HTTP', Buffer.from([0, 255, 254, 13, 10, 13, 10]), /^HTTP\/1\.1 400 /],
    ['a method that there is not', 'FROBNICATE / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a TLS greeting', Buffer.from('16030100f1010000ed0303', 'hex'), /^HTTP\/1\.1 400 /],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${TARGET}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      /^HTTP\/1\.1 400 /,
    ],
    ['a length that is none', `POST / HTTP/1.1\r\n${TARGET}\r\nContent-Length: two\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
    [
      'a chunk that is none',
      `POST / HTTP/1.1\r\n${TARGET}\r\nHost: local\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      /^HTTP\/1\.1 4|^$/,
    ],
    ['headers without end', `GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['nothing', '', /^$/],
  ])('rejects %s', async (_what, bytes, answer) => {
    expect(await raw(bytes)).toMatch(answer);
    await expectWell(harness);
  });

  test('rejects whatever comes, with an error or by hanging up', async () => {
    const bytes = oneof(
      uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      string({ unit: 'binary', maxLength: 200 }).map((text) =>
        Buffer.from(`POST / HTTP/1.1\r\n${hostOf(harness)}\r\nConnection: close\r\n${text}\r\n\r\n`),
      ),
    );
    await holdsFor(
      asyncProperty(bytes, async (sent) => {
        expect(await raw(sent)).toMatch(/^(HTTP\/1\.1 [45]|$)/);
      }),
      { numRuns: 40 },
    );
    await expectWell(harness);
  });
});

describe('requests for nobody', () => {
  test.each([
    ['a path that is not a URL', ['GET //[ HTTP/1.1'], 501, 'no AWS service has GET //['],
    [
      'a path beyond every folder',
      ['GET /services/../../etc/passwd HTTP/1.1'],
      501,
      'no operation of VPC Lattice at GET /services/../../etc/passwd',
    ],
    [
      'a target without an operation',
      ['POST / HTTP/1.1', 'X-Amz-Target: AWSStepFunctions'],
      400,
      'X-Amz-Target must be Prefix.Operation',
    ],
    [
      'an operation of all objects',
      ['POST / HTTP/1.1', 'X-Amz-Target: AWSStepFunctions.__proto__'],
      501,
      'does not have __proto__ of Step Functions',
    ],
    [
      'an operation that is a method',
      ['POST / HTTP/1.1', 'X-Amz-Target: AWSStepFunctions.toString'],
      501,
      'does not have toString of Step Functions',
    ],
    [
      'a service that is a method',
      ['POST / HTTP/1.1', `Authorization: ${scope('constructor')}`],
      501,
      'does not have the service constructor',
    ],
    [
      'a service of another account',
      ['POST / HTTP/1.1', `Authorization: ${scope('ec2')}`, 'Content-Type: application/x-www-form-urlencoded'],
      501,
      'does not have the service ec2',
    ],
    [
      'a signature that is none',
      ['POST / HTTP/1.1', 'Authorization: AWS4-HMAC-SHA256 Credential=////'],
      501,
      'no AWS service has POST /',
    ],
  ])('rejects %s', async (_what, head, status, message) => {
    const answer = await raw(request(harness, head));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(message);
    await expectWell(harness);
  });
});

/** A service, how it is asked, and what of it cannot be read. */
const UNREADABLE: readonly (readonly [
  what: string,
  headers: Record<string, string>,
  method: 'PATCH' | 'POST',
  path: string,
  body: string | Buffer,
  status: number,
])[] = [
  [
    'Step Functions: half of a body',
    { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
    'POST',
    '/',
    '{"input":',
    400,
  ],
  ['Step Functions: a number', { 'x-amz-target': 'AWSStepFunctions.StartExecution' }, 'POST', '/', '7', 400],
  [
    'Step Functions: a form',
    { 'x-amz-target': 'AWSStepFunctions.StartExecution', 'content-type': 'application/x-www-form-urlencoded' },
    'POST',
    '/',
    'Action=StartExecution',
    400,
  ],
  [
    'Step Functions: XML',
    { 'x-amz-target': 'AWSStepFunctions.StartExecution', 'content-type': 'text/xml' },
    'POST',
    '/',
    '<StartExecution/>',
    400,
  ],
  [
    'CloudWatch: bytes',
    { 'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms' },
    'POST',
    '/',
    Buffer.from([0xff, 0xfe]),
    400,
  ],
  [
    'CloudWatch: a form without an action',
    { authorization: scope('monitoring'), 'content-type': 'application/x-www-form-urlencoded' },
    'POST',
    '/',
    'AlarmNames=x',
    400,
  ],
  [
    'CloudWatch: a form that nests without end',
    { authorization: scope('monitoring'), 'content-type': 'application/x-www-form-urlencoded' },
    'POST',
    '/',
    `Action=DescribeAlarms&${'a.'.repeat(100)}a=1`,
    400,
  ],
  [
    'CloudWatch: a member of all objects',
    { authorization: scope('monitoring'), 'content-type': 'application/x-www-form-urlencoded' },
    'POST',
    '/',
    'Action=DescribeAlarms&__proto__.polluted=1',
    200,
  ],
  ['SNS: JSON', { authorization: scope('sns'), 'content-type': 'application/json' }, 'POST', '/', '{}', 501],
  [
    'SNS: JSON called a form',
    { authorization: scope('sns'), 'content-type': 'application/x-www-form-urlencoded' },
    'POST',
    '/',
    '{"TopicArn":"t"}',
    400,
  ],
  [
    'VPC Lattice: a list',
    { authorization: scope('vpc-lattice') },
    'PATCH',
    '/services/svc-1/listeners/listener-1',
    '[]',
    400,
  ],
  [
    'VPC Lattice: half of a body',
    { authorization: scope('vpc-lattice') },
    'PATCH',
    '/services/svc-1/listeners/listener-1',
    '{"defaultAction":{',
    400,
  ],
  [
    'Lambda: a path that is no UTF-8',
    { authorization: scope('lambda') },
    'POST',
    '/2015-03-31/functions/%ff/invocations',
    '{}',
    400,
  ],
  [
    'DynamoDB: half of a body',
    {
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization: scope('dynamodb'),
      'content-type': 'application/x-amz-json-1.0',
    },
    'POST',
    '/',
    '{"Key":',
    400,
  ],
  [
    'DynamoDB: bytes',
    {
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization: scope('dynamodb'),
      'content-type': 'application/x-amz-json-1.0',
    },
    'POST',
    '/',
    Buffer.from([0, 1, 2, 255]),
    400,
  ],
  [
    'DynamoDB: an operation that there is not',
    {
      'x-amz-target': 'DynamoDB_20120810.Frobnicate',
      authorization: scope('dynamodb'),
      'content-type': 'application/x-amz-json-1.0',
    },
    'POST',
    '/',
    '{}',
    400,
  ],
];

test.each(UNREADABLE)('rejects %s', async (_what, headers, method, path, body, status) => {
  const asked = { method, headers, body };
  const answer = await fetch(harness.url + path, asked);
  expect(answer.status).toBe(status);
  await answer.arrayBuffer();
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  await expectWell(harness);
});
