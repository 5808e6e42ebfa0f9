import { Agent, request as httpRequest } from 'node:http';
import { AwsError } from '../core/aws-error.ts';
import type { WireRequest, WireResponse } from './http.ts';

/** Passes DynamoDB's requests on, byte by byte, to the database that answers them. */
export interface DynamodbProxy {
  /** @throws AwsError InternalServerError when the database does not answer, or the proxy is closed */
  forward(request: WireRequest): Promise<WireResponse>;
  /**
   * Takes nothing more, and resolves when the database has answered what was passed on: it does not bear being closed
   * meanwhile.
   */
  close(): Promise<void>;
}

/** Headers that belong to one connection and not to the request; and the database's own idea of the time. */
const HOP_HEADERS = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
  'content-encoding',
  'expect',
  'date',
]);

/** @param url where the database listens */
export function createDynamodbProxy(url: string): DynamodbProxy {
  const agent = new Agent({ keepAlive: true });
  const passedOn = new Set<Promise<WireResponse>>();
  let closed = false;
  return {
    async forward(request) {
      if (closed) throw unanswered('it is closed');
      const answer = passOn(request, url, agent);
      passedOn.add(answer);
      return answer.finally(() => passedOn.delete(answer));
    },
    async close() {
      closed = true;
      await Promise.allSettled(passedOn);
      agent.destroy();
    },
  };
}

function passOn(request: WireRequest, url: string, agent: Agent): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(unanswered(error.message));
    const headers = { ...withoutHops(request.headers), 'content-length': String(request.body.length) };
    const passed = httpRequest(new URL('/', url), { agent, method: request.method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', fail);
      answer.on('end', () => {
        const answered = Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        );
        resolve({ status: answer.statusCode ?? 500, headers: withoutHops(answered), body: Buffer.concat(chunks) });
      });
    });
    passed.on('error', fail);
    passed.end(request.body);
  });
}

function unanswered(why: string): AwsError {
  return new AwsError('InternalServerError', `DynamoDB did not answer: ${why}`, 500);
}

function withoutHops(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name)));
}
