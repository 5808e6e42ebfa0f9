import { Agent, request } from 'node:http';

/** What a user got. */
export interface UserAnswer {
  /** Simulated time of the question. */
  readonly at: number;
  /** Undefined where the connection was closed without one. */
  readonly status: number | undefined;
  /** That answered; '' where nobody tells. */
  readonly version: string;
}

export interface Users {
  ask(): Promise<Omit<UserAnswer, 'at'>>;
  close(): void;
}

/** More than connections, so that users keep theirs and share them. */
const CONNECTIONS = 10;

/** Users of the sample, over connections that they keep. */
export function askAsUser(url: string): Users {
  const target = new URL('/hello?name=Ada', url);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return {
    ask: () =>
      new Promise((resolve) => {
        const sent = request(target, { agent }, (response) => {
          const { statusCode, headers } = response;
          response.on('end', () =>
            resolve({ status: statusCode, version: String(headers['x-local-executed-version'] ?? '') }),
          );
          response.resume();
        });
        sent.on('error', () => resolve({ status: undefined, version: '' }));
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}
