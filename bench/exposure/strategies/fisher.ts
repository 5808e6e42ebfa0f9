import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import type { Both, Sample, Side } from '../minutes.ts';
import type { Action, Release, Strategy, View } from '../simulate.ts';
import { fisher, type Table } from './fisher-test.ts';

const { settleSeconds } = DEFAULT_PLAN;
const STEPS = DEFAULT_PLAN.steps;
/** Level of all tests together: as many healthy releases as a strategy may roll back and still be called usable. */
const LEVEL = 0.01;
/** Errors, and the share beyond 46 ms, about production's usual time. */
const TESTS = 2;
const MIDDLE = 3;

/**
 * What a statistician would do by hand on this project's schedule: at the end of each step Fisher's exact test (Fisher
 * 1934), one-sided, on the requests of that step, errors and slow ones apart, at 1 % shared over all tests. With
 * everything on the canary there is nothing to compare. Metrics are CloudWatch's, so that the last minute or two of a
 * step are missing.
 */
export const FISHER: Strategy = {
  name: 'Fisher at the end of each step',
  source: "this project's steps; R. A. Fisher, Statistical Methods for Research Workers, 1934",
  times: 'as they are',
  start(startedAt): Release {
    let step = -1;
    let shiftedAt = startedAt;
    const release = {
      nextAt: startedAt as number | undefined,
      act(now: number, view: View): Action {
        if (step >= 0 && isWorse(view.minutes.slice(Math.floor(shiftedAt / 60) + 1, view.shown)))
          return { ended: 'rolled back' };
        step += 1;
        const next = STEPS[step];
        if (next === undefined) return { ended: 'promoted' };
        shiftedAt = now;
        release.nextAt = now + settleSeconds + next.bakeSeconds;
        return { weight: next.weight };
      },
    };
    return release;
  },
};

/** Of the minutes of one step. */
export function isWorse(minutes: readonly Both<Side>[]): boolean {
  const level = LEVEL / TESTS / STEPS.filter(({ weight }) => weight < 100).length;
  const counts: readonly ((side: Side) => number)[] = [({ errors }) => errors, ({ slow }) => slow[MIDDLE] ?? 0];
  return counts.some((bad) => fisher(sum(minutes, 'canary', bad), sum(minutes, 'production', bad)) <= level);
}

function sum(minutes: readonly Both<Side>[], side: keyof Both<Sample>, bad: (side: Side) => number): Table {
  return {
    requests: minutes.reduce((all, minute) => all + minute[side].requests, 0),
    bad: minutes.reduce((all, minute) => all + bad(minute[side]), 0),
  };
}
