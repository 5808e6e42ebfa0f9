import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEMORY_GB, PRICE, SECONDS } from '../../../cli/plan/price-list.ts';
import { priceOf } from '../../../cli/plan/price.ts';
import { scheduleOf } from '../../../cli/plan/schedule.ts';
import { mostHolds } from '../../../statemachine/contract/pauses.ts';
import type { Plan } from '../../../statemachine/contract/plan.ts';
import { longestOf } from '../../../statemachine/longest.ts';
import { outlineOf } from '../../../statemachine/outline/outline-of.ts';
import type { Outline } from '../../../statemachine/outline/outline.ts';
import { TRANSIENT } from '../../../statemachine/outline/retries.ts';
import { wait } from '../../../statemachine/outline/states.ts';
import { anyPlan } from '../../../verify/plans.ts';
import { inEachBake, inStep, yourTask } from '../support/added-states.ts';
import { expectCountdown } from '../support/countdown.ts';

const WAIT = wait('Wait for the owner', 600);
/** Of 30 s, tried six times over 31 s: at most 6 * 40 + 31 = 271 s. */
const TASK = yourTask(30, [TRANSIENT]);
const DOLLARS_OF_TASK =
  PRICE.transition + PRICE.functionRequest + MEMORY_GB * SECONDS * PRICE.functionGbSecond + PRICE.recordRead;

/** Everything that is figured from an outline. */
function figuresOf(outline: Outline) {
  const { seconds: timeout, events: history } = longestOf(outline);
  const schedule = scheduleOf({}, outline);
  const rows = schedule.stretches.map(({ settleSeconds, bakeSeconds }) => settleSeconds + bakeSeconds);
  return { timeout, history, duration: schedule.seconds, rows, ...priceOf(outline, { compared: [] }) };
}

type Figures = ReturnType<typeof figuresOf>;

/** By how much each figure grows. */
function growth(plan: Plan, changed: Outline): Figures {
  const [before, after] = [figuresOf(outlineOf(plan)), figuresOf(changed)];
  expectCountdown(changed, after.duration);
  return {
    timeout: after.timeout - before.timeout,
    history: after.history - before.history,
    duration: after.duration - before.duration,
    rows: after.rows.map((seconds, i) => seconds - (before.rows[i] ?? 0)),
    transitions: after.transitions - before.transitions,
    dollars: after.dollars - before.dollars,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
/** What comes behind the steps and does not grow: the shift to 100 that some plans need, promotion and watch. */
const behind = ({ steps }: Plan) => [...(steps.at(-1)?.weight === 100 ? [] : [0]), 0, 0];
/** Steps and what comes behind them, of which one grows. */
const only = (plan: Plan, step: number, seconds: number) => [
  ...plan.steps.map((_, i) => (i === step ? seconds : 0)),
  ...behind(plan),
];

const turns = (seconds: number, each: number) => Math.ceil(seconds / each);
/** How long bakes can take: each one extended, and the holds. */
const longestBakes = (plan: Plan) => [
  ...plan.steps.map(({ bakeSeconds }) => bakeSeconds + plan.extendSeconds),
  ...Array<number>(mostHolds(plan)).fill(plan.holdSeconds),
];

/** A plan, one of its steps, and a place among shift, settle and bake. */
const anyPlace = anyPlan.chain((plan) =>
  fc.record({
    plan: fc.constant(plan),
    step: fc.nat({ max: plan.steps.length - 1 }),
    place: fc.nat({ max: 3 }),
  }),
);
/** A plan, and a place in a turn of its bakes: around the wait, or around check and "healthy?". */
const anyBake = fc.record({
  // A pause that has a wait of its own has turns of its own: `timeouts.test.ts` counts those.
  plan: anyPlan.map(({ pausedCheckSeconds: _own, ...plan }): Plan => plan),
  where: fc.constantFrom('wait' as const, 'look' as const),
  place: fc.nat({ max: 1 }),
});

describe('a state that is added anywhere in a step shows in history, timeout, plan, price and countdown', () => {
  it('a wait of 600 s', () => {
    fc.assert(
      fc.property(anyPlace, ({ plan, step, place }) => {
        expect(growth(plan, inStep(outlineOf(plan), step, place, WAIT))).toEqual({
          timeout: 600,
          history: 2,
          duration: 600,
          rows: only(plan, step, 600),
          transitions: 1,
          dollars: expect.closeTo(PRICE.transition, 12) as number,
        });
      }),
      { numRuns: 25 },
    );
  });

  it('a task', () => {
    fc.assert(
      fc.property(anyPlace, ({ plan, step, place }) => {
        expect(growth(plan, inStep(outlineOf(plan), step, place, TASK))).toEqual({
          timeout: 271,
          history: 5,
          duration: 0,
          rows: only(plan, step, 0),
          transitions: 1,
          dollars: expect.closeTo(DOLLARS_OF_TASK, 12) as number,
        });
      }),
      { numRuns: 25 },
    );
  });

  it('a wait of 600 s in each turn of each bake: fewer and longer turns', () => {
    fc.assert(
      fc.property(anyBake, ({ plan, where, place }) => {
        const { steps, checkSeconds } = plan;
        const most = longestBakes(plan);
        // Turns of 9 events and of 11, one more than fit.
        const events = most.map(
          (seconds) => 11 * (turns(seconds, checkSeconds + 600) + 1) - 9 * (turns(seconds, checkSeconds) + 1),
        );
        const rows = steps.map(
          ({ bakeSeconds }) =>
            turns(bakeSeconds, checkSeconds + 600) * (checkSeconds + 600) -
            turns(bakeSeconds, checkSeconds) * checkSeconds,
        );
        const transitions = steps.map(
          ({ bakeSeconds }) => 4 * turns(bakeSeconds, checkSeconds + 600) - 3 * turns(bakeSeconds, checkSeconds),
        );
        expect(growth(plan, inEachBake(outlineOf(plan), where, place, WAIT))).toMatchObject({
          // The look that ends a bake may come after one that began just before its time.
          timeout: most.length * (where === 'look' ? 1200 : 600),
          history: sum(events),
          duration: sum(rows),
          rows: [...rows, ...behind(plan)],
          transitions: sum(transitions),
        });
      }),
      { numRuns: 25 },
    );
  });

  it('a task in each turn of each bake', () => {
    fc.assert(
      fc.property(anyBake, ({ plan, where, place }) => {
        const { steps, checkSeconds } = plan;
        const most = longestBakes(plan);
        const times = sum(steps.map(({ bakeSeconds }) => turns(bakeSeconds, checkSeconds)));
        expect(growth(plan, inEachBake(outlineOf(plan), where, place, TASK))).toEqual({
          timeout: most.length * (where === 'look' ? 2 : 1) * 271,
          history: 5 * sum(most.map((seconds) => turns(seconds, checkSeconds) + 1)),
          duration: 0,
          rows: only(plan, 0, 0),
          transitions: times,
          dollars: expect.closeTo(times * DOLLARS_OF_TASK, 10) as number,
        });
      }),
      { numRuns: 25 },
    );
  });
});
