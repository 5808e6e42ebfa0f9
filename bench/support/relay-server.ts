import { fork } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_POOL_SIZE, Outbox } from 'local-aws';

/**
 * As a process of its own: answers every request as the bare server does, but lets another process say so, in JSON and
 * in batches as the local cloud talks to a function's processes. What any data plane costs at least that leaves
 * functions in processes of their own. Prints its port.
 */

interface Message {
  readonly id: number;
  readonly payload: string;
}

const [, file = '', answer = '', role] = process.argv;

if (role === 'process') answerAll();
else relay();

function answerAll(): void {
  const outbox = new Outbox<Message>((messages) => void process.send?.(messages));
  process.on('disconnect', () => process.exit(0));
  process.on('message', (messages: readonly Message[]) => {
    for (const { id, payload } of messages)
      outbox.post({ id, payload: JSON.parse(payload) === null ? 'null' : answer });
  });
}

function relay(): void {
  const waiting = new Map<number, ServerResponse>();
  const outboxes = Array.from({ length: DEFAULT_POOL_SIZE }, () => {
    const child = fork(file, [answer, 'process']);
    child.on('message', (messages: readonly Message[]) => messages.forEach(respond));
    return new Outbox<Message>((messages) => void child.send(messages));
  });
  let asked = 0;
  const server = createServer(({ method, url, headersDistinct }, response) => {
    const id = asked++;
    waiting.set(id, response);
    outboxes[id % DEFAULT_POOL_SIZE]?.post({ id, payload: JSON.stringify({ method, url, headers: headersDistinct }) });
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));

  function respond({ id, payload }: Message): void {
    const { headers, body } = JSON.parse(payload) as { headers: Record<string, string>; body: string };
    waiting.get(id)?.writeHead(200, headers).end(body);
    waiting.delete(id);
  }
}
