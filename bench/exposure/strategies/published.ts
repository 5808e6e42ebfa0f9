import { TIMES, type AliasMinute, type ComparedMinute, type Proof } from '../../../rollout/lambda/minutes.ts';
import type { Lateness, Side } from '../minutes.ts';
import type { View } from '../simulate.ts';

const NONE: readonly number[] = TIMES.map(() => 0);

/**
 * What GetMetricData answers about the minutes from one on: what is not published yet reads as 0. An error is an
 * exception and an answer with 5XX in one, but for a throttled request, which is an answer only.
 */
export function readMinutes(view: View, from: number, now: number, withProof: boolean): readonly ComparedMinute[] {
  return view.minutes.slice(from, view.shown).map(({ canary, production, late }, i) => {
    const minute = from + i;
    const since = now - (view.shownAt[minute] ?? now);
    return {
      start: new Date(minute * 60_000),
      canary: aliasMinute(canary, late?.canary, since, withProof),
      production: aliasMinute(production, late?.production, since, withProof),
    };
  });
}

function aliasMinute(side: Side, late: Lateness | undefined, since: number, withProof: boolean): AliasMinute {
  const is = (metric: keyof Lateness) => late === undefined || late[metric] <= since;
  const ran = side.requests - side.throttled;
  const slow = is('duration') ? side.slow : NONE;
  const proof: Proof = {
    errorSamples: is('errors') ? ran : 0,
    timeSamples: is('duration') ? ran : 0,
    otherAnswers: is('requests') ? side.requests - side.errors : 0,
  };
  return {
    invocations: is('invocations') ? ran : 0,
    errors: is('errors') ? side.errors - side.throttled : 0,
    requests: is('requests') ? side.requests : 0,
    serverErrors: is('serverErrors') ? side.errors : 0,
    slower: slow,
    slowerByFactor: slow,
    ...(withProof && { proof }),
  };
}
