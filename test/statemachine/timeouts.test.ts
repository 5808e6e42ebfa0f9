import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type RolloutFunction } from '../../statemachine/contract/functions.ts';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import { WRITER_LIFETIME_SECONDS } from '../../statemachine/contract/writer.ts';
import { requireHistoryFits } from '../../statemachine/history.ts';
import { longestOf, longestRollout } from '../../statemachine/longest.ts';
import { outlineOf } from '../../statemachine/outline/outline-of.ts';
import {
  ADVANCE_RETRIES,
  CONFIRM_RETRIES,
  retriesOf,
  ROLL_BACK_RETRIES,
  TRANSIENT,
} from '../../statemachine/outline/retries.ts';
import { longestTask, taskTimeoutSeconds } from '../../statemachine/timeouts.ts';
import { callsApi } from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';
import { inEachStep, yourTask } from './support/added-states.ts';

describe('the timeouts of functions and tasks', () => {
  it('outlive every writer: a task that timed out has left none behind', () => {
    for (const writer of ['shift', 'promote', 'revert', 'rollBack'] as const)
      expect(taskTimeoutSeconds(FUNCTIONS[writer].timeoutSeconds)).toBe(WRITER_LIFETIME_SECONDS);
  });

  it('give each task its function and 10 s more', () => {
    const tasks = Object.values(definitionOf().States).filter((state) => state.Type === 'Task' && !callsApi(state));
    for (const task of tasks) {
      const name = task.Arguments?.FunctionName?.split(':').at(-1) as RolloutFunction;
      expect({ name, seconds: task.TimeoutSeconds }).toEqual({ name, seconds: FUNCTIONS[name].timeoutSeconds + 10 });
    }
  });

  it.each([
    ['claim', ADVANCE_RETRIES, (1 + 15 + 30 + 5 + 20 + 2 + 3) * 40 + 900 + 900 + 31 + 962 + 4 + 14],
    ['smokeTest', ADVANCE_RETRIES, (1 + 36 + 30 + 5 + 20 + 2 + 3) * 70 + 180 + 300 + 31 + 962 + 4 + 14],
    ['shift', ADVANCE_RETRIES, (1 + 5 + 20 + 2 + 3) * 30 + 31 + 962 + 4 + 14],
    ['rollBack', ROLL_BACK_RETRIES, (1 + 3 + 125 + 10) * 30 + 7 + 7203 + 303],
    ['check', ADVANCE_RETRIES, (1 + 7 + 5 + 20 + 2 + 3) * 40 + 120 + 31 + 962 + 4 + 14],
    ['confirm', CONFIRM_RETRIES, (1 + 125) * 30 + 7203],
  ] as const)('know the longest that %s can take with all its retries', (name, retries, seconds) => {
    expect(longestTask(FUNCTIONS[name].timeoutSeconds, retriesOf(name, retries))).toBe(seconds);
  });
});

const machineTimeoutSeconds = (plan: Plan) => longestRollout(plan).seconds;
const longer = (change: Partial<typeof DEFAULT_PLAN>) =>
  machineTimeoutSeconds({ ...DEFAULT_PLAN, ...change }) - 121_351;

describe("the machine's timeout", () => {
  it('is the sum of the longest of everything, for the default plan 121,351 s', () => {
    const [claim, smokeTest, write, check, rollback, confirm] = [5851, 8281, 1941, 2651, 11_683, 10_983];
    const bake = 300 + 600 + 60 + 2 * check;
    const step = write + 90 + bake;
    const promotion = write + 90 + smokeTest + write + 90 + bake + write;
    const hold = 14_400 + 60 + 2 * check;
    expect(claim + smokeTest + 4 * step + hold + promotion + rollback + 90 + 2 * confirm).toBe(121_351);
    expect(machineTimeoutSeconds(DEFAULT_PLAN)).toBe(121_351);
    expect(definitionOf().TimeoutSeconds).toBe(121_351);
  });

  it('grows by each second of each bake, settle and extension', () => {
    expect(longer({ watchSeconds: 301 })).toBe(1);
    expect(longer({ steps: DEFAULT_PLAN.steps.map((step) => ({ ...step, bakeSeconds: 301 })) })).toBe(4);
    expect(longer({ settleSeconds: 91 })).toBe(4 + 2 + 1);
    expect(longer({ extendSeconds: 601 })).toBe(4 + 1);
    expect(longer({ holdSeconds: 14_401 })).toBe(1);
    expect(longer({ holdSeconds: 14_401, tooFewRequests: 'hold' }) - longer({ tooFewRequests: 'hold' })).toBe(4);
    expect(longer({ minRequests: 1000 })).toBe(0);
    expect(longer({ brokenProductionHoldSeconds: 3600 })).toBe(3600 + 60 + 11_683);
  });

  it('counts what each step does besides: four times a task of 30 s, tried six times over 31 s', () => {
    const added = inEachStep(outlineOf(DEFAULT_PLAN), [yourTask(30, [TRANSIENT])]);
    expect(longestOf(added).seconds).toBe(121_351 + 4 * (6 * 40 + 31));
  });

  it('stays within the year that an execution may last, for the longest plan that fits one', () => {
    const week = 7 * 24 * 3600;
    const steps = [10, 20, 30, 40, 50, 100].map((weight) => ({ weight, bakeSeconds: week }));
    const plan = {
      ...DEFAULT_PLAN,
      steps,
      checkSeconds: 3600,
      settleSeconds: 3600,
      watchSeconds: 86_400,
      extendSeconds: 86_400,
    };
    expect(() => requireHistoryFits(plan)).not.toThrow();
    expect(() => requireHistoryFits({ ...plan, steps: [{ weight: 5, bakeSeconds: week }, ...steps] })).toThrow(
      /shorten the bakes/,
    );
    expect(machineTimeoutSeconds(plan)).toBeGreaterThan(6 * week);
    expect(machineTimeoutSeconds(plan)).toBeLessThan(365 * 24 * 3600);
  });
});
