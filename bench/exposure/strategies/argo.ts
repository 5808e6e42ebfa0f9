import type { Action, Release, Strategy, View } from '../simulate.ts';
import { failing, newest } from './prometheus.ts';

/**
 * 20, 40, 60 and 80 % for ten minutes each; from 40 % on an analysis in the background asks every five minutes whether
 * 95 % of the service's answers, old and new together, succeed, and three failures abort ("Background Analysis").
 */
export const ARGO: Strategy = {
  name: "Argo Rollouts, its guide's canary",
  source: 'https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#background-analysis',
  times: 'none',
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
