import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../src/wire/http.ts';
import { stopwatch } from '../../src/testing/stopwatch.ts';
import { sharedHarness } from './harness.ts';
import { expectWell, hostOf, open, TARGET } from './sockets.ts';

const harness = sharedHarness({ states: { StartExecution: { executionArn: 'e' } } });

const post = (...headers: string[]) => ['POST / HTTP/1.1', TARGET, hostOf(harness), ...headers].join('\r\n');
/** A whole request, which must not be one where it stands in the body of another. */
const hidden = () => `${post('Content-Length: 2', 'Connection: close')}\r\n\r\n{}`;

async function sent(bytes: string): Promise<string> {
  const { socket, answer } = open(harness);
  socket.end(bytes);
  return answer;
}

test.each([
  ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked']],
  ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 4']],
  ['chunks of chunks', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']],
  ['chunks by another spelling', ['Transfer-Encoding: xchunked']],
  ['two lengths in one', ['Content-Length: 4, 5']],
  ['a length with a sign', ['Content-Length: +4']],
  ['a header with a space before its colon', ['Content-Length : 4']],
])('rejects %s: nobody may read them in two ways', async (_what, headers) => {
  const answer = await sent(`${post(...headers)}\r\n\r\n0\r\n\r\n${hidden()}`);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(harness.calls).toEqual([]);
  await expectWell(harness);
});

test.each([
  ['foreign', 'Origin: https://evil.example', 403],
  ['not unpacked', 'Content-Encoding: gzip', 400],
])('what is in the body of a request that is %s is no request', async (_what, header, status) => {
  const body = hidden();
  const answer = await sent(`${post(header, `Content-Length: ${body.length}`, 'Connection: close')}\r\n\r\n${body}`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(harness.calls).toEqual([]);
});

test('chunks without end are not read to it', async () => {
  const { socket, answer } = open(harness);
  socket.write(`${post('Transfer-Encoding: chunked')}\r\n\r\n`);
  const chunk = `${(1024 * 1024).toString(16)}\r\n${'x'.repeat(1024 * 1024)}\r\n`;
  // A write that failed says so before the socket knows that it is broken.
  const pour = (error?: Error | null) => {
    if (!error && !socket.destroyed) socket.write(chunk, pour);
  };
  pour();
  expect(await answer).toMatch(/^(HTTP\/1\.1 413 |$)/);
  expect(socket.bytesWritten).toBeLessThan(MAX_BODY_BYTES * 10);
  await expectWell(harness);
});

test('a thousand connections that say nothing, or half of it, keep nobody waiting', async () => {
  const sockets: Socket[] = [];
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  await Promise.all(
    Array.from({ length: 1_000 }, async (_, i) => {
      const socket = connect(harness.port, '127.0.0.1');
      sockets.push(socket);
      await new Promise((resolve) => socket.once('connect', resolve));
      if (i % 2 === 0) socket.write(`${post('Content-Length: 100')}\r\n\r\n{`);
    }),
  );
  const took = stopwatch();
  await expectWell(harness);
  expect(took()).toBeLessThan(1_000);
});
