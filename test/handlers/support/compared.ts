import type { AliasMinute, ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';

/** What the machine hands over of the default plan's comparison. */
export function compare(firstShiftedAt: string) {
  return { ...DEFAULT_COMPARE, firstShiftedAt };
}

function side(requests: number, errors: number): AliasMinute {
  return { invocations: requests, errors, requests, serverErrors: errors, slower: [], slowerByFactor: [] };
}

/** From the given time on, a minute each. */
export function minutes(
  firstShiftedAt: string,
  ...counts: [canary: [number, number], production: [number, number]][]
): ComparedMinute[] {
  const first = Math.floor(new Date(firstShiftedAt).getTime() / 60_000);
  return counts.map(([canary, production], i) => ({
    start: new Date((first + i) * 60_000),
    canary: side(...canary),
    production: side(...production),
  }));
}
