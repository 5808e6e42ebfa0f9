import { SILENT } from '../minutes.ts';
import type { Action, Release, Strategy, View } from '../simulate.ts';
import { failing, newest } from './prometheus.ts';

/**
 * Each minute: if the canary's success rate of the last minute is below 99 %, or it had no traffic, a failed check, of
 * which ten roll back; otherwise 5 % more, up to 50 %, and then promotion ("How it works": interval 1m, threshold 10,
 * maxWeight 50, stepWeight 5). Beside it runs the load test of the same guides, `hey -z 1m -q 10 -c 2` against the
 * canary's own address ("Webhooks", load testing): 20 requests a second that no user meets, and that its success rate
 * counts. Its second metric, p99 within 500 ms, is taken as met by every version here.
 */
export const FLAGGER: Strategy = {
  name: 'Flagger, with its load test',
  source:
    'https://docs.flagger.app/usage/how-it-works (interval 1m, threshold 10, maxWeight 50, stepWeight 5), ' +
    'https://docs.flagger.app/usage/webhooks (hey -z 1m -q 10 -c 2)',
  times: 'none',
  loadTest: 20,
  start(startedAt): Release {
    let weight = 0;
    let failed = 0;
    const release = {
      nextAt: startedAt as number | undefined,
      act(now: number, view: View): Action {
        release.nextAt = now + 60;
        const { canary = SILENT, tested = SILENT } = newest(view, now) ?? {};
        const seen = { requests: canary.requests + tested.requests, errors: canary.errors + tested.errors };
        if (weight > 0 && (seen.requests === 0 || failing(seen, 0.01))) {
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
