import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../src/wire/http.ts';
import { sharedHarness, startHarness } from './harness.ts';
import { expectWell, hostOf, open, request, TARGET } from './sockets.ts';

const harness = sharedHarness({ states: { StartExecution: { executionArn: 'e' } } });

describe('bodies', () => {
  test('that are far too large are not read to their end', async () => {
    const { socket, answer } = open(harness);
    socket.write(
      `POST / HTTP/1.1\r\n${TARGET}\r\n${hostOf(harness)}\r\nContent-Length: ${MAX_BODY_BYTES * 100}\r\n\r\n`,
    );
    const megabytes = Buffer.alloc(4 * 1024 * 1024, 'x');
    // A write fails at once where the server has hung up; whoever tried again would never let the event loop go on.
    const pour = (failed?: Error | null) => {
      if (!failed && socket.writable) socket.write(megabytes, pour);
    };
    pour();
    expect(await answer).toMatch(/^(HTTP\/1\.1 413 |$)/);
    expect(socket.bytesWritten).toBeLessThan(MAX_BODY_BYTES * 10);
    await expectWell(harness);
  });

  test('that break off half-way are nobody’s: nothing is called, nothing is logged', async () => {
    const { socket, answer } = open(harness);
    socket.write(`POST / HTTP/1.1\r\n${TARGET}\r\n${hostOf(harness)}\r\nContent-Length: 100\r\n\r\n{"input":`);
    await new Promise((resolve) => socket.once('ready', resolve));
    socket.destroy();
    await answer;
    expect(harness.calls).toEqual([]);
    await expectWell(harness);
  });

  test('of callers who hang up before the answer do no harm', async () => {
    for (let i = 0; i < 20; i++) {
      const { socket } = open(harness);
      socket.write(request(harness, ['POST / HTTP/1.1', TARGET], '{}'));
      socket.once('ready', () => socket.destroy());
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect(harness.calls.length).toBeLessThanOrEqual(20);
    await expectWell(harness);
  });

  test('that come in too slowly are answered with 408, and their connection is closed', async () => {
    const impatient = await startHarness({ states: { StartExecution: {} } }, { requestTimeoutMs: 40 });
    const { socket, answer } = open(impatient);
    socket.write(`POST / HTTP/1.1\r\n${TARGET}\r\n${hostOf(impatient)}\r\nContent-Length: 100\r\n\r\n{"in`);
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
    expect([impatient.calls, impatient.lines]).toEqual([[], []]);
    await impatient.close();
  });
});

test('closing waits for nobody who has asked half a question', async () => {
  const other = await startHarness({ states: { StartExecution: {} } });
  const { socket, answer } = open(other);
  socket.write(`POST / HTTP/1.1\r\n${TARGET}\r\n${hostOf(other)}\r\nContent-Length: 100\r\n\r\n{"in`);
  await new Promise((resolve) => socket.once('ready', resolve));
  await other.close();
  expect(await answer).toBe('');
});
