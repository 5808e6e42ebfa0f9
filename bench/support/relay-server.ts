import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Channel, DEFAULT_POOL_SIZE } from 'local-aws';

/**
 * As a process of its own: answers every request as the bare server does, but lets another process say so, in JSON and
 * over the channel by which the local cloud talks to a function's processes. What any data plane costs at least that
 * leaves functions in processes of their own: it decides nothing, counts nothing and waits for nothing else. Prints its
 * port.
 */

/** The pipe's file descriptor in the process that answers. */
const PIPE_FD = 3;

const [, file = '', answer = '', role] = process.argv;

if (role === 'process') answerAll();
else relay();

function answerAll(): void {
  const pipe = new Socket({ fd: PIPE_FD, readable: true, writable: true });
  pipe.once('close', () => process.exit(0));
  const channel = new Channel(pipe, ([id = ''], text) => channel.post(id, JSON.parse(text) === null ? 'null' : answer));
}

function relay(): void {
  const waiting = new Map<string, ServerResponse>();
  const channels = Array.from({ length: DEFAULT_POOL_SIZE }, () => {
    const child = spawn(process.execPath, [...process.execArgv, file, answer, 'process'], {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    });
    return new Channel(child.stdio[PIPE_FD] as Duplex, respond);
  });
  let asked = 0;
  const server = createServer(({ method, url, rawHeaders }, response) => {
    const number = asked++;
    const id = String(number);
    waiting.set(id, response);
    channels[number % DEFAULT_POOL_SIZE]?.post(id, JSON.stringify({ method, url, headers: rawHeaders }));
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));

  function respond([id = '']: readonly string[], text: string): void {
    const { headers, body } = JSON.parse(text) as { headers: Record<string, string>; body: string };
    waiting.get(id)?.writeHead(200, headers).end(body);
    waiting.delete(id);
  }
}
