import { divergence } from '../../../rollout/evidence/chernoff.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import type { Sample, Truth } from '../minutes.ts';
import type { Action, Release, Strategy, View } from '../simulate.ts';

const { errorRatio, errorMargin, slowMargin, alpha } = DEFAULT_COMPARE;

/**
 * The bound: Wald's sequential test (1945), told the true chances, against the canary that is just tolerable beside
 * them, at the level of a whole release. No test that has to learn them, and keeps to that level, rolls back with fewer
 * requests on average. It has this project's schedule, and looks at each minute as soon as it is shown. A fault within
 * what is tolerable it never rolls back.
 */
export const SPRT: Strategy = {
  name: 'the bound: SPRT that knows the truth',
  source: "this project's steps; A. Wald, Sequential Tests of Statistical Hypotheses, 1945",
  times: 'by factor',
  knows: true,
  start(startedAt): Release {
    const { steps, settleSeconds, watchSeconds } = DEFAULT_PLAN;
    let step = -1;
    let looked = 0;
    let ended = false;
    let evidence = 0;
    const release = {
      nextAt: startedAt as number | undefined,
      act(now: number): Action {
        step += 1;
        const next = steps[step];
        release.nextAt = now + settleSeconds + (next?.bakeSeconds ?? watchSeconds);
        if (next !== undefined) return { weight: next.weight };
        if (step === steps.length) return {};
        ended = true;
        return { ended: 'promoted' };
      },
      metrics(_now: number, { minutes, shown }: View): Action {
        for (; looked < shown; looked += 1) {
          const minute = minutes[looked];
          if (minute !== undefined) evidence += evidenceOf(minute);
        }
        return !ended && evidence >= Math.log(1 / alpha) ? { ended: 'rolled back' } : {};
      },
    };
    return release;
  },
};

/** Logarithm of the likelihood of a minute under the truth, over that under the nearest tolerable canary. */
export function evidenceOf({ canary, truth }: Pick<Sample, 'canary' | 'truth'>): number {
  if (truth === undefined) return 0;
  const { errors, slow } = bordersOf(truth);
  return (
    logRatio(canary.requests, canary.errors, truth.errors.canary, errors) +
    (slow === undefined
      ? 0
      : logRatio(canary.requests, canary.slow[slow.cut] ?? 0, truth.beyond.canary[slow.cut] ?? 0, slow.border))
  );
}

/** Whether a canary with these chances is worse than the plan tolerates. */
export function isBeyond(truth: Truth): boolean {
  const { errors, slow } = bordersOf(truth);
  return truth.errors.canary > errors + 1e-12 || slow !== undefined;
}

/** Of times the cut that tells most; undefined where none tells anything. */
function bordersOf({ errors, beyond }: Truth) {
  let slow: { cut: number; border: number } | undefined;
  let most = 0;
  for (const [cut, share] of beyond.canary.entries()) {
    const border = (beyond.production[cut] ?? 0) + slowMargin;
    if (border >= 1 || share <= border) continue;
    const told = divergence(Math.min(share, 1 - 1e-9), border);
    if (told > most) [slow, most] = [{ cut, border }, told];
  }
  return { errors: Math.min(1, errorRatio * errors.production + errorMargin), slow };
}

/** Nothing is told by a chance that is tolerable. */
function logRatio(requests: number, bad: number, chance: number, border: number): number {
  if (chance <= border) return 0;
  const good = requests - bad;
  return (
    bad * Math.log(chance / border) +
    (good === 0 ? 0 : good * Math.log((1 - Math.min(chance, 1 - 1e-9)) / (1 - border)))
  );
}
