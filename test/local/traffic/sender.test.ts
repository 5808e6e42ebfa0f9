import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { httpSender } from '../../../local/traffic/sender.ts';

let server: Server;
const listening = async (listener: RequestListener) => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders?limit=1`;
};
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('reads version and release from the answer, over connections that are kept', async () => {
  let connections = 0;
  const urls: (string | undefined)[] = [];
  const sender = httpSender(
    await listening((request, response) => {
      urls.push(request.url);
      response.writeHead(201, { 'x-local-executed-version': '7', 'x-release': '2.0.0' }).end('{}');
    }),
  );
  server.on('connection', () => connections++);
  expect(await sender.send()).toEqual({ status: 201, version: '7', release: '2.0.0' });
  await sender.send();
  expect([connections, urls]).toEqual([1, ['/orders?limit=1', '/orders?limit=1']]);
  sender.close();
});

test('an answer that says nothing of itself is still an answer', async () => {
  const sender = httpSender(await listening((_request, response) => response.writeHead(502).end()));
  expect(await sender.send()).toEqual({ status: 502, version: '', release: '' });
  sender.close();
});

test.each<[string, RequestListener]>([
  ['before', (request) => request.socket.destroy()],
  ['within', (_request, response) => beginAndBreak(response)],
])('fails when the connection breaks %s the answer', async (_when, listener) => {
  const sender = httpSender(await listening(listener));
  await expect(sender.send()).rejects.toThrow(/socket hang up|aborted|ECONNRESET/);
  sender.close();
});

function beginAndBreak(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '10' });
  response.write('x', () => response.socket?.destroy());
}
