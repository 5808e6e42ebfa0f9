import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import { HISTORY_ALLOWANCE, requireHistoryFits } from '../../statemachine/history.ts';
import { longestOf, longestRollout } from '../../statemachine/longest.ts';
import { outlineOf } from '../../statemachine/outline/outline-of.ts';
import { ADVANCE_RETRIES, retriesOf } from '../../statemachine/outline/retries.ts';
import { RolloutMachine } from '../../statemachine/rollout-machine.ts';
import { longestTask } from '../../statemachine/timeouts.ts';
import { machineProps } from '../../verify/definition.ts';
import { inEachStep, yourTask } from './support/added-states.ts';

const weekAt100: Plan = { ...DEFAULT_PLAN, steps: [{ weight: 100, bakeSeconds: 7 * 24 * 3600 }] };

const withTasks = (count: number) => (plan: Plan) =>
  inEachStep(
    outlineOf(plan),
    Array.from({ length: count }, () => yourTask(30, [])),
  );
const historyEvents = (plan: Plan) => longestRollout(plan).events;

/** The default plan with gates at these weights. */
const gated = (at: readonly number[]): Plan => ({
  ...DEFAULT_PLAN,
  steps: DEFAULT_PLAN.steps.map((step) => ({ ...step, approve: at.includes(step.weight) })),
});

describe('the history of an execution', () => {
  it('counts every turn of every extended bake, a hold that nobody ends, and a rollback at the end', () => {
    // started 1, entry 2, claim 5, anything new 2, smoke test 5
    const begin = 15;
    // shift 5, settle 2, then (300 + 600) / 60 + 1 turns of wait 2, check 5, healthy 2
    const step = 7 + 16 * 9;
    // promote 5, settle 2, confirm 5, return 5, settle 2, the same turns, close 5
    const promotion = 24 + 16 * 9;
    // roll back 5, found 2, wait 2, confirm 5, everything back 2, announce 5, who asked 2, rolled back 1, failed 1
    const rollback = 25;
    // 14400 / 60 + 1 turns
    const hold = 241 * 9;
    expect(historyEvents(DEFAULT_PLAN)).toBe(begin + 4 * step + hold + promotion + rollback);
    // One that may be held at each of its weights.
    expect(historyEvents({ ...DEFAULT_PLAN, tooFewRequests: 'hold' })).toBe(
      begin + 4 * step + 4 * hold + promotion + rollback,
    );
  });

  it('counts the shift to 100 of a plan whose last weight is lower', () => {
    const steps = [...DEFAULT_PLAN.steps.slice(0, -1), { weight: 95, bakeSeconds: 300 }];
    const [one, other] = [longestRollout({ ...DEFAULT_PLAN, steps }), longestRollout(DEFAULT_PLAN)];
    expect(one.events - other.events).toBe(5 + 2);
    expect(one.seconds - other.seconds).toBe(90 + longestTask(20, retriesOf('shift', ADVANCE_RETRIES)));
  });

  it('counts what each step does besides', () => {
    expect(longestOf(withTasks(1)(DEFAULT_PLAN)).events).toBe(historyEvents(DEFAULT_PLAN) + 4 * 5);
    const most = Math.floor((12_500 - historyEvents(DEFAULT_PLAN)) / 4 / 5);
    expect(() => requireHistoryFits(DEFAULT_PLAN, withTasks(most))).not.toThrow();
    expect(() => requireHistoryFits(DEFAULT_PLAN, withTasks(most + 1))).toThrow(/history events/);
  });

  it('counts a pause at each gate, and the one that a person may ask for', () => {
    const hold = 241 * 9;
    const events = [[], [30], [30, 50], [10, 30, 50, 100]].map((at) => historyEvents(gated(at)));
    const none = historyEvents(DEFAULT_PLAN);
    expect(events).toEqual([none, none + hold, none + 2 * hold, none + 3 * hold]);
  });

  it('counts the turns of a pause as rarely as they come', () => {
    const rarely: Plan = { ...DEFAULT_PLAN, pausedCheckSeconds: 3600 };
    // 14400 / 3600 + 1 turns instead of 14400 / 60 + 1
    expect(historyEvents(DEFAULT_PLAN) - historyEvents(rarely)).toBe((241 - 5) * 9);
    expect(longestRollout(rarely).seconds - longestRollout(DEFAULT_PLAN).seconds).toBe(3600 - 60);
  });

  it('has room for a pause of seven days only where its checks are rarer, and says how rare', () => {
    const week: Plan = { ...DEFAULT_PLAN, holdSeconds: 7 * 24 * 3600 };
    const [, seconds] = /checks each (\d+) s while it is paused \(pausedCheckSeconds\)/.exec(messageOf(week)) ?? [];
    const pausedCheckSeconds = Number(seconds);
    expect(messageOf({ ...week, pausedCheckSeconds })).toBe('');
    expect(messageOf({ ...week, pausedCheckSeconds: pausedCheckSeconds - 1 })).toContain('history events');
  });

  it('has room for the default plan', () => {
    expect(HISTORY_ALLOWANCE).toBe(25_000 / 2);
    expect(() => requireHistoryFits(DEFAULT_PLAN)).not.toThrow();
  });

  it('rejects a plan with too many checks, with the arithmetic and a way out', () => {
    // (604800 + 600) / 60 + 1 = 10091 turns at 100, 16 in production, 241 held; 9 events each and 71 for the rest
    expect(() => requireHistoryFits(weekAt100)).toThrow(
      'plan.checkSeconds: a check every 60 s makes up to 10348 checks of 9 history events, 93203 with the ' +
        'rest of the rollout, ' +
        'got more than the 12500 a plan may use of the 25,000 of an execution; check at most every ',
    );
  });

  it('names the shortest interval that fits', () => {
    const seconds = Number(/check at most every (\d+) s/.exec(messageOf(weekAt100))?.[1]);
    expect(historyEvents({ ...weekAt100, checkSeconds: seconds })).toBeLessThanOrEqual(12_500);
    expect(historyEvents({ ...weekAt100, checkSeconds: seconds - 1 })).toBeGreaterThan(12_500);
  });

  it('rejects a plan that no interval can save, because a short bake must hold one', () => {
    const plan = { ...weekAt100, steps: [{ weight: 10, bakeSeconds: 60 }, ...weekAt100.steps] };
    expect(messageOf(plan)).toMatch(/of an execution; shorten the bakes or the hold$/);
  });

  it('rejects such a plan when the machine is built', () => {
    const stack = new Stack(new App(), 'Test');
    expect(() => new RolloutMachine(stack, 'Rollout', machineProps(stack, weekAt100))).toThrow(/history events/);
  });
});

function messageOf(plan: Plan): string {
  try {
    requireHistoryFits(plan);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
