import { connect, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { Harness } from './harness.ts';

/** Of an operation that the tests' harness answers. */
export const TARGET = 'X-Amz-Target: AWSStepFunctions.StartExecution';

/** Still answers somebody who knows how to ask, and nothing failed that was not foreseen. */
export async function expectWell(harness: Harness): Promise<void> {
  const answer = await fetch(harness.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
    body: '{}',
  });
  expect([answer.status, await answer.json()]).toEqual([200, { executionArn: 'e' }]);
  expect(harness.lines).toEqual([]);
}

/** A connection, and all that comes back until the server hangs up. */
export function open({ port }: Harness): { socket: Socket; answer: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const answer = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(text));
    // A server that hangs up on garbage resets the connection.
    socket.on('error', () => undefined);
  });
  return { socket, answer };
}

/** The name under which it is called. */
export const hostOf = ({ port }: Harness) => `Host: 127.0.0.1:${port}`;

/** A request without a body, or with one, in the bytes of HTTP. */
export const request = (harness: Harness, head: readonly string[], body = '') =>
  [...head, hostOf(harness), 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
