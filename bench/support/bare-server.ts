import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * As a process of its own: answers every request with the status, headers and body of its argument, JSON. Prints its
 * port.
 */
const { headers, body } = JSON.parse(process.argv[2] ?? '') as { headers: Record<string, string>; body: string };
const server = createServer((_request, response) => response.writeHead(200, headers).end(body));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
