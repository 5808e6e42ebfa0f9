import type { Sample, Side } from '../service.ts';
import { PROMETHEUS_DELAY, type Action, type Release, type Strategy, type View } from '../simulate.ts';

/** The newest whole minute that Prometheus has: both of them query over a minute or more. */
function newest(view: View, now: number): Sample | undefined {
  return view.minutes[Math.floor((now - PROMETHEUS_DELAY) / 60) - 1];
}

function failing({ requests, errors }: Side, most: number): boolean {
  return requests > 0 && errors > most * requests;
}

/**
 * Each minute: if the canary's success rate of the last minute is below 99 %, or it had no traffic, a failed check, of
 * which ten roll back; otherwise 5 % more, up to 50 %, and then promotion. Its second metric, p99 within 500 ms, is met
 * by every version here.
 */
export const FLAGGER: Strategy = {
  name: "Flagger, its guide's canary",
  source: 'https://docs.flagger.app/usage/how-it-works (interval 1m, threshold 10, maxWeight 50, stepWeight 5)',
  withTimes: false,
  start(startedAt): Release {
    let weight = 0;
    let failed = 0;
    const release = {
      nextAt: startedAt as number | undefined,
      act(now: number, view: View): Action {
        release.nextAt = now + 60;
        const seen = newest(view, now)?.canary;
        if (weight > 0 && (seen === undefined || seen.requests === 0 || failing(seen, 0.01))) {
          failed += 1;
          return failed >= 10 ? { ended: 'rolled back' } : {};
        }
        if (weight >= 50) return { weight: 100, ended: 'promoted' };
        weight += 5;
        return { weight };
      },
    };
    return release;
  },
};

/**
 * 20, 40, 60 and 80 % for ten minutes each; from 40 % on an analysis in the background asks every five minutes whether
 * 95 % of the service's answers, old and new together, succeed, and three failures abort.
 */
export const ARGO: Strategy = {
  name: "Argo Rollouts, its guide's canary",
  source: 'https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#background-analysis',
  withTimes: false,
  start(startedAt): Release {
    let looks = 0;
    let failed = 0;
    const release = {
      nextAt: startedAt as number | undefined,
      act(now: number, view: View): Action {
        const elapsed = looks * 300;
        looks += 1;
        release.nextAt = startedAt + looks * 300;
        const seen = newest(view, now);
        const both = seen && {
          requests: seen.canary.requests + seen.production.requests,
          errors: seen.canary.errors + seen.production.errors,
          slow: [],
        };
        if (elapsed >= 600 && both !== undefined && failing(both, 0.05)) failed += 1;
        if (failed >= 3) return { ended: 'rolled back' };
        if (elapsed >= 2400) return { weight: 100, ended: 'promoted' };
        return elapsed % 600 === 0 ? { weight: 20 * (elapsed / 600 + 1) } : {};
      },
    };
    return release;
  },
};
