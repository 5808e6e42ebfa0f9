import type { Minutes } from '../../../handlers/ports/lambda.ts';
import { type AliasMinute, type ComparedMinute, TIMES } from '../../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { FakeCloud, START } from '../support/fake-cloud.ts';

const SLOWNESS = DEFAULT_COMPARE.slowness;

/** Requests, and how many of them were bad. */
export type Counts = readonly [requests: number, bad: number];

/** All of them answered, as fast as anything, unless told. */
export function side([requests, bad]: Counts, change: Partial<AliasMinute> = {}): AliasMinute {
  const none = TIMES.map(() => 0);
  const counts = { invocations: requests, errors: bad, requests, serverErrors: bad };
  return { ...counts, slower: none, slowerByFactor: { [SLOWNESS]: none }, ...change };
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

type Read = Parameters<Minutes['read']>;
export const MINUTE = 60_000;

/** A cloud whose clock says 11:00 and whose CloudWatch has these counts in every minute that is asked for. */
export function cloudWith(canary: Counts = [450, 1], production: Counts = [4050, 8], now = START + 120 * MINUTE) {
  const cloud = new FakeCloud();
  const asked: { read: Read; whose: unknown }[] = [];
  cloud.nowAt = now;
  cloud.compared = (read, whose) => {
    asked.push({ read, whose });
    const [from, to] = read;
    return minutesFrom(
      from,
      ...times((to.getTime() - from.getTime()) / MINUTE, [canary, production] as [Counts, Counts]),
    );
  };
  return { cloud, asked };
}
