import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serviceClient } from '../../../cli/aws/service-client.ts';

const NAME = 'shop.vpc-lattice-svcs.eu-west-1.on.aws';

/** A client of a service that answers so, and what it was asked. */
async function clientOf(answer: RequestListener) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = serviceClient({ protocol: 'http', name: NAME }, `http://127.0.0.1:${port}`);
  return { asked, client, server };
}

const well: RequestListener = (_request, response) => void response.setHeader('x-release', '1.0.0').end('{}');

describe('a client of the service', () => {
  test('asks over a connection of its own each time', async () => {
    const { asked, client } = await clientOf(well);
    for (let i = 0; i < 2; i++)
      expect(await client.get('/hello?name=x')).toMatchObject({ status: 200, release: '1.0.0', body: '{}' });
    expect(asked.map(({ url, headers }) => `${headers.host}${url}`)).toEqual([
      `${NAME}/hello?name=x`,
      `${NAME}/hello?name=x`,
    ]);
    expect(asked[0]?.socket).not.toBe(asked[1]?.socket);
  });

  test('keeps a connection where it is told to', async () => {
    const { asked, client } = await clientOf(well);
    const kept = client.keep();
    onTestFinished(() => kept.close());
    const [first, second] = [await kept.get('/'), await kept.get('/')];
    expect(first.connection).toBe(second.connection);
    expect(asked[0]?.socket).toBe(asked[1]?.socket);
  });

  test('opens a kept connection again that the other end has closed, and tells so', async () => {
    const { client, server } = await clientOf(well);
    const kept = client.keep();
    onTestFinished(() => kept.close());
    const first = await kept.get('/');
    server.closeAllConnections();
    const second = await kept.get('/');
    expect(second).toMatchObject({ status: 200 });
    expect(second.connection).not.toBe(first.connection);
  });

  test('tells a connection that is closed as an answer, kept or not', async () => {
    const { client } = await clientOf((request) => void request.socket.destroy());
    const kept = client.keep();
    onTestFinished(() => kept.close());
    for (const one of [client, kept])
      expect(await one.get('/')).toMatchObject({ status: 'closed', release: '', body: '' });
  });

  test('refuses as NoClient where nobody listens', async () => {
    const { client, server } = await clientOf(well);
    await new Promise((resolve) => server.close(resolve));
    await expect(client.get('/')).rejects.toThrow(/^NoClient: shop\..* cannot be reached from here \(ECONNREFUSED\)/);
  });
});
