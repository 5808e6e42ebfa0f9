import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { CLIENT_SETTINGS } from '../../../../handlers/ports/aws/client-settings.ts';

export interface Seen {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The operation of JSON protocols: `AWSStepFunctions.DescribeExecution`. */
  readonly target: string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is when it is text. */
  readonly body: unknown;
}

/** A server that real SDK clients talk to: it keeps what they sent and answers what the test says. */
export interface FakeAws {
  readonly seen: Seen[];
  /** What every request is answered with from now on. */
  answer(next: Answer | ((request: Seen) => Answer)): void;
  /** Nothing is answered from now on. */
  hang(): void;
  readonly settings: typeof CLIENT_SETTINGS & ClientAddress;
  close(): Promise<void>;
}

interface ClientAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Where a client finds a server on this machine. */
export const clientAddress = (port: number): ClientAddress => ({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

const unasked = (): Answer => ({ status: 500, body: {} });

export async function fakeAws(): Promise<FakeAws> {
  const seen: Seen[] = [];
  let respond: (request: Seen) => Answer | undefined = unasked;
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const target = request.headers['x-amz-target'];
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      target: Array.isArray(target) ? target[0] : target,
      body: await read(request),
    };
    seen.push(one);
    const answer = respond(one);
    if (answer === undefined) return;
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(text);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    answer: (next) => {
      respond = typeof next === 'function' ? next : () => next;
    },
    hang: () => {
      respond = () => undefined;
    },
    settings: { ...CLIENT_SETTINGS, ...clientAddress(port) },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Clients that are told nothing ask this one; `vi.unstubAllEnvs` takes it back. */
export function stubAwsEnvironment({ settings }: FakeAws): void {
  vi.stubEnv('AWS_ENDPOINT_URL', settings.endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
}
