import { expect, test } from 'vitest';
import { startDatabase } from '../../src/dynamodb/database.ts';
import { type Harness, sharedHarness } from './harness.ts';
import { expectWell, hostOf, open, TARGET } from './sockets.ts';

const harness = sharedHarness({
  states: { StartExecution: { executionArn: 'e' } },
  lambda: { Invoke: { StatusCode: 200 } },
  'vpc-lattice': { ListServices: { items: [] } },
  sns: { Publish: { MessageId: 'm' } },
  monitoring: { DescribeAlarms: {} },
});

const INVOKE = 'POST /2015-03-31/functions/roll-back/invocations HTTP/1.1';
const scope = (service: string) =>
  `Authorization: AWS4-HMAC-SHA256 Credential=A/20260105/eu-west-1/${service}/aws4_request, Signature=0`;

/** @returns what comes back of a request with a small body */
function send(head: readonly string[], to: Pick<Harness, 'port'> = harness): Promise<string> {
  const { socket, answer } = open(to as Harness);
  socket.end([...head, 'Connection: close', 'Content-Length: 2', '', '{}'].join('\r\n'));
  return answer;
}

test.each([
  ['a page of another site: plain text to the invoke path', [INVOKE, 'Origin: https://evil.example']],
  ['a form of another site', ['POST / HTTP/1.1', 'Content-Type: application/x-www-form-urlencoded', 'Origin: null']],
  ['a picture on a page of another site', ['GET /services HTTP/1.1', 'Sec-Fetch-Site: cross-site']],
  ['a page of another port of this machine', ['GET /services HTTP/1.1', 'Sec-Fetch-Site: same-site']],
  ['a page that asks whether it may', [INVOKE.replace('POST', 'OPTIONS'), 'Origin: https://evil.example']],
  ['whatever method', ['DELETE /2015-03-31/functions/f HTTP/1.1', 'Origin: https://evil.example']],
  ['a page that says both', ['PATCH /services HTTP/1.1', 'Origin: null', 'Sec-Fetch-Site: cross-site']],
])('rejects %s', async (_what, head) => {
  const answer = await send([...head, hostOf(harness)]);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).toContain('AccessDeniedException');
  expect(answer).toContain('pages of other sites may not use it');
  expect(answer.toLowerCase()).not.toContain('access-control');
  expect(harness.calls).toEqual([]);
  await expectWell(harness);
});

test.each([
  ['GET /services HTTP/1.1', 'Host: evil.example'],
  ['POST / HTTP/1.1', `${TARGET}\r\nHost: evil.example`],
  ['POST http://127.0.0.1/services HTTP/1.1', 'Host: evil.example'],
  ['POST / HTTP/1.0', TARGET],
])('rejects a name that was made to point here: %s', async (line, headers) => {
  const answer = await send([line, headers]);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).toMatch(
    new RegExp(`expected the Host 127.0.0.1:${harness.port} or localhost:${harness.port}, got (none|.*evil.example)`),
  );
  expect(harness.calls).toEqual([]);
});

test('of two names only one counts, and it is the first', async () => {
  const answer = await send(['GET /services HTTP/1.1', 'Host: evil.example', hostOf(harness)]);
  expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
  expect(harness.calls).toEqual([]);
});

test.each([
  ['AWS JSON', [TARGET], '"__type":"AccessDeniedException"'],
  ['Query', [scope('sns'), 'Content-Type: application/x-www-form-urlencoded'], '<Code>AccessDeniedException</Code>'],
  ['CBOR', ['Smithy-Protocol: rpc-v2-cbor'], 'AccessDeniedException'],
  ['REST', [scope('vpc-lattice')], 'x-amzn-errortype: AccessDeniedException'],
])('says so in the words of %s', async (_protocol, headers, said) => {
  expect(await send(['POST / HTTP/1.1', hostOf(harness), 'Origin: https://evil.example', ...headers])).toContain(said);
});

test('does not read what a refused sender goes on sending', async () => {
  const { socket, answer } = open(harness);
  socket.write(`POST / HTTP/1.1\r\n${TARGET}\r\nHost: evil.example\r\nContent-Length: 6000000\r\n\r\n{"input":`);
  expect(await answer).toMatch(/^HTTP\/1\.1 403 /);
});

test.each(['127.0.0.1', 'localhost'])('takes programs under the name %s', async (name) => {
  expect(await send(['POST / HTTP/1.1', `Host: ${name}:${harness.port}`, TARGET])).toMatch(/^HTTP\/1\.1 200 /);
});

test('DynamoDB behind it refuses the same, on its own port', async () => {
  const database = await startDatabase({ account: '123456789012', region: 'eu-west-1' });
  const port = Number(new URL(database.url).port);
  const head = ['POST / HTTP/1.1', 'X-Amz-Target: DynamoDB_20120810.ListTables'];
  const answers = [
    await send([...head, 'Host: evil.example'], { port }),
    await send([...head, `Host: 127.0.0.1:${port}`, 'Origin: https://evil.example'], { port }),
  ];
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer.toLowerCase()).not.toContain('access-control');
  }
  await database.close();
});
