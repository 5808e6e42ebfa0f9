import { type AliasMinute, type ComparedMinute, TIMES } from '../../../rollout/lambda/minutes.ts';

/** Requests, and how many of them were bad. */
export type Counts = readonly [requests: number, bad: number];

/** All of them answered, as fast as anything, unless told. */
export function side([requests, bad]: Counts, change: Partial<AliasMinute> = {}): AliasMinute {
  const none = TIMES.map(() => 0);
  const counts = { invocations: requests, errors: bad, requests, serverErrors: bad };
  return { ...counts, slower: none, slowerByFactor: none, ...change };
}

/** From a time on, one a minute. */
export function minutesFrom(first: Date, ...counts: [canary: Counts, production: Counts][]): ComparedMinute[] {
  const start = Math.floor(first.getTime() / 60_000);
  return counts.map(([canary, production], i) => ({
    start: new Date((start + i) * 60_000),
    canary: side(canary),
    production: side(production),
  }));
}

/** The same counts again and again. */
export const times = <T>(count: number, each: T): T[] => Array.from({ length: count }, () => each);
