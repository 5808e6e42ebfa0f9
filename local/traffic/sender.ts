import { Agent, request } from 'node:http';
import type { Answer } from './tally.ts';

/** Sends one request and resolves with its answer; rejects when there is none. */
export interface Sender {
  send(): Promise<Answer>;
  close(): void;
}

/** Longer than any function of the service may run. */
const TIMEOUT_MS = 60_000;

/**
 * A user of the service: GET requests over connections that are kept.
 * @param url of the data plane, with the path to ask for
 * @param host name of the service, where the data plane has several; that of the url unless told
 */
export function httpSender(url: string, host?: string): Sender {
  const target = new URL(url);
  const headers = host === undefined ? {} : { host };
  // Without a bound of its own: in an open loop a request must never wait for another's connection.
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: 1024 });
  return {
    send: () =>
      new Promise((resolve, reject) => {
        const sent = request(target, { agent, headers, timeout: TIMEOUT_MS }, (response) => {
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              version: header(response.headers['x-local-executed-version']),
              release: header(response.headers['x-release']),
            }),
          );
          response.resume();
        });
        sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
        sent.on('error', reject);
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}

function header(value: string | string[] | undefined): string {
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}
