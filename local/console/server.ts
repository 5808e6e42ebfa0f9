import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from 'local-aws';
import type { Asset } from './assets.ts';
import { controlSchema } from './control-schema.ts';
import { refusal, SECURITY_HEADERS } from './guard.ts';
import type { Control } from './model/commands.ts';
import type { ExecutionDetail } from './model/protocol.ts';

/** What stands behind the paths. */
export interface Answers {
  readonly assets: ReadonlyMap<string, Asset>;
  /** Takes over the response: a stream of updates. */
  stream(response: ServerResponse): void;
  /** @throws AwsError ExecutionDoesNotExist */
  execution(arn: string, after: number): ExecutionDetail;
  /** @throws AwsError StateMachineDoesNotExist */
  machine(arn: string): ExecutionDetail;
  perform(control: Control): Promise<object>;
}

export interface ConsoleServer {
  readonly url: string;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

const MOST_BODY_BYTES = 10_000;

/**
 * Serves the page and its data to this machine.
 * @param preferredPort another free one when it is taken, so that two local clouds have two consoles; 0 takes any
 */
export async function startServer(answers: Answers, preferredPort: number): Promise<ConsoleServer> {
  let port = 0;
  const server = createServer((request, response) => void serve(answers, port, request, response));
  port = await listen(server, preferredPort).catch(() => listen(server, 0));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Never rejects: whatever happens becomes an answer. */
async function serve(
  answers: Answers,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = request;
  try {
    const refused = refusal({ method, headers }, port);
    if (refused !== undefined) return json(response, 403, { error: refused });
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (method === 'POST' && url.pathname === '/control')
      return json(response, 200, await answers.perform(await readControl(request)));
    if (method === 'GET') return get(answers, url, response);
    return json(response, 404, { error: `there is no ${url.pathname}` });
  } catch (error) {
    return json(response, error instanceof AwsError ? error.status : 400, {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

function get(answers: Answers, { pathname, searchParams }: URL, response: ServerResponse): void {
  if (pathname === '/events') return answers.stream(response);
  if (pathname === '/execution')
    return json(
      response,
      200,
      answers.execution(searchParams.get('arn') ?? '', Number(searchParams.get('after') ?? 0)),
    );
  if (pathname === '/machine') return json(response, 200, answers.machine(searchParams.get('arn') ?? ''));
  const asset = answers.assets.get(pathname);
  if (asset === undefined) return json(response, 404, { error: `there is no ${pathname}` });
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': asset.type });
  response.end(asset.body);
}

/** @throws Error naming what is wrong with it */
async function readControl(request: IncomingMessage): Promise<Control> {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    body += chunk.toString('utf8');
    if (body.length > MOST_BODY_BYTES) throw new Error(`a control has at most ${MOST_BODY_BYTES} characters`);
  }
  const parsed = controlSchema.safeParse(JSON.parse(body));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'control'}: ${message}`).join('; '),
    );
  return parsed.data;
}

function json(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
