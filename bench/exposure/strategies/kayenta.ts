import type { Chance } from '../chance.ts';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import type { Sample, Side } from '../minutes.ts';
import { PROMETHEUS_DELAY, type Action, type Release, type Strategy, type View } from '../simulate.ts';
import { shiftBetween } from './mann-whitney.ts';

const WEIGHT = 10;
/** "You need at least 50 pieces of time series data per metric": one a minute. */
const POINTS = 50;
/** Of Hodges and Lehmann's estimate: within it nothing is worse. */
const TOLERANCE = 0.25;

/**
 * 10 % beside a baseline of the same size, judged by Spinnaker's default judge, NetflixACAJudge: a metric is worse when
 * the 98 % interval of the Mann-Whitney test over its minutes is beyond a quarter of the estimate ("How canary judgment
 * works"; tolerance 0.25 and level 0.98 in its source). Two metrics, the share of errors and the 95th percentile of the
 * time, direction "increase", half of the score each, against thresholds of 95 and 75 ("Best practices for configuring
 * canary"): one that is worse fails the canary. Those advise three hours with three judgements; here it is one, after
 * the fewest points that they ask for, because the world is watched for an hour.
 */
export const KAYENTA: Strategy = {
  name: 'Kayenta, 50 minutes at 10 %',
  source:
    'https://spinnaker.io/docs/guides/user/canary/judge/, https://spinnaker.io/docs/guides/user/canary/best-practices/',
  times: 'as they are',
  start(startedAt, chance): Release {
    let begun = false;
    const release = {
      nextAt: startedAt as number | undefined,
      act(_now: number, view: View): Action {
        const first = Math.floor(startedAt / 60) + 1;
        if (!begun) {
          begun = true;
          release.nextAt = (first + POINTS) * 60 + PROMETHEUS_DELAY;
          return { weight: WEIGHT };
        }
        return isWorse(view.minutes.slice(first, first + POINTS), chance)
          ? { ended: 'rolled back' }
          : { weight: 100, ended: 'promoted' };
      },
    };
    return release;
  },
};

export function isWorse(minutes: readonly Sample[], chance: Chance): boolean {
  const baseline = minutes.map(({ production }) => baselineOf(production, chance));
  const canary = minutes.map((minute) => minute.canary);
  return isHigh(canary.map(errorShare), baseline.map(errorShare)) || isHigh(canary.flatMap(p95), baseline.flatMap(p95));
}

export function isHigh(values: readonly number[], others: readonly number[]): boolean {
  if (values.length === 0 || others.length === 0 || new Set([...values, ...others]).size === 1) return false;
  const { estimate, lower } = shiftBetween(values, others);
  return lower > TOLERANCE * Math.abs(estimate);
}

/** So many of production's requests as the canary gets. */
function baselineOf({ requests, errors, slow }: Side, chance: Chance): Side {
  const share = WEIGHT / (100 - WEIGHT);
  const failed = chance.binomial(errors, share);
  return {
    requests: failed + chance.binomial(requests - errors, share),
    errors: failed,
    throttled: 0,
    slow: slow.map((n) => n * share),
  };
}

/** No data of an error metric means no error (`nanStrategy: replace`). */
function errorShare({ requests, errors }: Side): number {
  return requests === 0 ? 0 : errors / requests;
}

/** Between two of the times by the logarithm; nothing of a minute without requests. */
function p95({ requests, slow }: Side): number[] {
  if (requests === 0) return [];
  const most = 0.05 * requests;
  const i = slow.findIndex((count) => count <= most);
  if (i < 0) return [TIMES.at(-1) ?? 0];
  const [above, below] = [i === 0 ? requests : (slow[i - 1] ?? requests), slow[i] ?? 0];
  const [from, to] = [Math.log(i === 0 ? 1 : (TIMES[i - 1] ?? 1)), Math.log(TIMES[i] ?? 1)];
  return [Math.exp(from + ((to - from) * (above - most)) / Math.max(1e-9, above - below))];
}
