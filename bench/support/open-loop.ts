import { Agent, request } from 'node:http';
import { wallClock } from 'local-aws/clock';

/**
 * One request, as its client saw it. Times are wall milliseconds since the epoch, with fractions, comparable between
 * processes of one machine.
 */
export interface Exchange {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** 0 when nobody answered. */
  readonly status: number;
  /** Value of the header that was asked for; '' without it. */
  readonly label: string;
}

export interface OpenLoopOptions {
  /** A second, whatever the answers take. */
  readonly rate: number;
  readonly seconds: number;
  /** Lower-case name of the header that labels an answer. */
  readonly header: string;
}

const TICK_MS = 1;

/** {@link Exchange}'s clock. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Sends at a steady rate over kept connections, as many as it takes. Resolves when the last one is answered. */
export async function sendOpenLoop(
  url: string,
  { rate, seconds, header }: OpenLoopOptions,
): Promise<readonly Exchange[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const total = rate * seconds;
  const exchanges: Promise<Exchange>[] = [];
  const startedAt = preciseNow();
  while (exchanges.length < total) {
    const due = Math.min(total, Math.floor(((preciseNow() - startedAt) * rate) / 1000) + 1);
    while (exchanges.length < due) exchanges.push(send(url, agent, header));
    await wallClock.sleep(TICK_MS);
  }
  const answered = await Promise.all(exchanges);
  agent.destroy();
  return answered;
}

function send(url: string, agent: Agent, header: string): Promise<Exchange> {
  return new Promise((resolve) => {
    const sentAt = preciseNow();
    const done = (status: number, label = '') => resolve({ sentAt, answeredAt: preciseNow(), status, label });
    request(url, { agent }, (response) => {
      const value = response.headers[header];
      response
        .on('error', () => done(0))
        .on('end', () => done(response.statusCode ?? 0, typeof value === 'string' ? value : ''));
      response.resume();
    })
      .on('error', () => done(0))
      .end();
  });
}
