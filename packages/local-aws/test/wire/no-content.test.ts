import { expect, test } from 'vitest';
import { sharedHarness } from './harness.ts';
import { open, request } from './sockets.ts';

const harness = sharedHarness({ lambda: { DeleteFunction: {} } });

test('status 204 comes with neither a body nor a length, for which some clients would wait', async () => {
  const { socket, answer } = open(harness);
  socket.end(request(harness, ['DELETE /2015-03-31/functions/shop HTTP/1.1']));
  const [head = '', body] = (await answer).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 204 /);
  expect(head.toLowerCase()).not.toContain('content-length');
  expect(head.toLowerCase()).not.toContain('transfer-encoding');
  expect(body).toBe('');
});
