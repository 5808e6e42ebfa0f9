import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hook } from '../../../statemachine/contract/hooks.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { DEFAULT_PLAN, type Plan } from '../../../statemachine/contract/plan.ts';
import { parseStateName } from '../../../statemachine/contract/state-name.ts';
import { outlineOf } from '../../../statemachine/outline/outline-of.ts';
import {
  partsOf,
  stagesOf,
  statesOf,
  turnOf,
  type Loop,
  type Outline,
  type Part,
} from '../../../statemachine/outline/outline.ts';
import type { OutlineState } from '../../../statemachine/outline/states.ts';
import { edges, stateOf, type AslState, type Definition } from '../../../verify/asl-graph.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { anyPlan } from '../../../verify/plans.ts';

const FN = 'arn:aws:lambda:eu-west-1:111111111111:function:gate';
/** 300 s more before users; at each weight 600 s more, at the last with what is asked anew behind a hold. */
const HOOKS: Hook[] = [
  { at: 'before users', fn: FN, timeoutSeconds: 300, onError: 'hold' },
  { at: 'in bake', fn: FN, timeoutSeconds: 600 },
  { at: 'before promotion', fn: FN, timeoutSeconds: 400, onError: 'ignore' },
];

const forAnyPlan = (check: (outline: Outline, definition: Definition, plan: Plan) => void) => {
  const both = (plan: Plan) => check(outlineOf(plan), definitionOf(plan), plan);
  both(DEFAULT_PLAN);
  both({ ...DEFAULT_PLAN, brokenProductionHoldSeconds: 600, compare: false });
  both({ ...DEFAULT_PLAN, steps: [...DEFAULT_PLAN.steps.slice(0, -1), { weight: 95, bakeSeconds: 300 }] });
  both({ ...DEFAULT_PLAN, hooks: HOOKS });
  both({ ...DEFAULT_PLAN, provisionedConcurrency: 3 });
  both({ ...DEFAULT_PLAN, hooks: HOOKS, provisionedConcurrency: 0 });
  both({ ...DEFAULT_PLAN, steps: [{ weight: 100, bakeSeconds: 300, approve: true }], pausedCheckSeconds: 3600 });
  const existingListener = true;
  check(outlineOf(DEFAULT_PLAN, { existingListener }), definitionOf(DEFAULT_PLAN, { existingListener }), DEFAULT_PLAN);
  fc.assert(fc.property(anyPlan, both), { numRuns: 15 });
};

const statesIn = (outline: Outline) => statesOf(partsOf(stagesOf(outline)));

/** What the outline says of a state, in the words of a definition. */
function outlined(state: OutlineState) {
  switch (state.type) {
    case 'task':
      return {
        type: 'Task',
        invokes: state.invokes,
        timeout: state.functionSeconds + 10,
        retries: state.retries.map((policy) => [
          policy.errors,
          policy.intervalSeconds,
          policy.maxAttempts,
          policy.backoffRate,
          policy.maxDelaySeconds,
        ]),
      };
    case 'wait':
      return { type: 'Wait', seconds: state.seconds };
    case 'choice':
      return { type: 'Choice' };
    case 'end':
      return { type: state.ends === 'well' ? 'Succeed' : 'Fail' };
  }
}

/** The same of a state of a definition. */
function defined({ Type, Seconds, TimeoutSeconds, Arguments, Retry = [] }: AslState) {
  if (Type === 'Wait') return { type: Type, seconds: Seconds };
  if (Type !== 'Task') return { type: Type };
  return {
    type: Type,
    invokes: Arguments?.FunctionName?.split(':').at(-1),
    timeout: TimeoutSeconds,
    retries: Retry.map((each) => [
      each.ErrorEquals,
      each.IntervalSeconds,
      each.MaxAttempts,
      each.BackoffRate,
      each.MaxDelaySeconds,
    ]),
  };
}

describe('the outline of any plan', () => {
  it('has every state of the machine, and each with its type, its seconds, its function and its retries', () => {
    forAnyPlan((outline, definition) => {
      expect(Object.fromEntries(statesIn(outline).map((state) => [state.name, outlined(state)]))).toEqual(
        Object.fromEntries(Object.entries(definition.States).map(([name, state]) => [name, defined(state)])),
      );
    });
  });

  it('has each state once', () => {
    forAnyPlan((outline) => {
      const names = statesIn(outline).map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
    });
  });

  it('goes the way of the machine, from state to state', () => {
    forAnyPlan((outline, definition) => {
      const known = new Set(edges(definition).map(({ from, to }) => `${from} -> ${to}`));
      const { release, revert, goOn, rollback, withoutLambda } = outline;
      const ways = [partsOf(release), revert.parts, goOn.parts, rollback.parts, withoutLambda.parts].flatMap(
        waysThrough,
      );
      expect(ways.filter((way) => !known.has(way))).toEqual([]);
      const begins = [revert, goOn, rollback].map(({ parts }) => `${StateName.entry} -> ${nameOf(first(parts[0]))}`);
      expect(begins.filter((way) => !known.has(way))).toEqual([]);
      expect(nameOf(first(release[0]?.parts[0]))).toBe(definition.StartAt);
    });
  });

  it('has in each step the states of its weight', () => {
    forAnyPlan(({ release }, _, plan) => {
      const steps = release.filter(({ kind }) => kind === 'step');
      const planned = plan.steps.map(({ weight }) => weight);
      expect(steps.map(({ weight }) => weight)).toEqual([...new Set([...planned, 100])]);
      const baking = steps.filter(({ parts }) => parts.some(({ type }) => type === 'loop'));
      expect(baking.map(({ weight }) => weight)).toEqual(planned);
      for (const { weight, parts } of steps)
        expect(new Set(statesOf(parts).map(({ name }) => parseStateName(name)?.weight))).toEqual(new Set([weight]));
    });
  });

  it('repeats a loop for as long as its check is told to bake, and at most to extend', () => {
    forAnyPlan((outline, definition, { hooks }) => {
      const loops = partsOf([...outline.release, outline.revert]).filter(isBake);
      const bakes = loops.map((loop) => checkOf(loop, definition));
      // Two rounds of the longest at the last weight: what was asked before a hold is asked anew.
      const asking = hooks === undefined ? [] : [600, 600, 600, 1200];
      expect(loops.map(({ seconds, mostSeconds }) => [seconds, mostSeconds])).toEqual(
        bakes.map(({ bakeSeconds, extendSeconds }, i) => [
          bakeSeconds,
          Number(bakeSeconds) + Number(extendSeconds) + (asking[i] ?? 0),
        ]),
      );
    });
  });

  it('asks hooks before users at once, and for as long as they may be in progress and hold it', () => {
    const [asking] = partsOf(outlineOf({ ...DEFAULT_PLAN, hooks: HOOKS }).release).filter(
      (part) => part.type === 'loop',
    );
    // In progress, held, and in progress once more each time that they are asked anew.
    expect(asking).toMatchObject({
      begins: 'with a look',
      seconds: 0,
      mostSeconds: 3 * 300 + DEFAULT_PLAN.holdSeconds,
    });
  });

  it('holds for as long as the checks of the canary, and the rollback, are told', () => {
    forAnyPlan(({ holds, rollback, release }, definition, plan) => {
      const [bake] = partsOf(release).filter(isBake);
      expect(holds.seconds).toBe(bake && checkOf(bake, definition)['holdSeconds']);
      const gates = plan.steps.filter(({ approve }) => approve === true).length;
      const ownRoom = plan.tooFewRequests === 'hold' ? plan.steps.length : gates;
      expect(holds.most).toBe(Math.min(ownRoom + 1, plan.steps.length));
      const [broken] = rollback.parts.filter((part) => part.type === 'loop');
      const told = stateOf(definition, StateName.rollBack).Arguments?.Payload['brokenProduction'];
      expect(broken?.mostSeconds).toBe((told as { holdSeconds: number } | undefined)?.holdSeconds);
    });
  });
});

const checksIn = ({ look }: Loop) => look.filter((state) => state.type === 'task' && state.invokes === 'check');
const isBake = (part: Part): part is Loop => part.type === 'loop' && checksIn(part).length > 0;

const checkOf = (loop: Loop, definition: Definition): Readonly<Record<string, unknown>> =>
  stateOf(definition, checksIn(loop)[0]?.name ?? '').Arguments?.Payload ?? {};

const nameOf = (state: OutlineState | undefined) => state?.name ?? '';
const first = (part: Part | undefined) => (part === undefined ? undefined : statesOf([part])[0]);
/** The state that a part is left by. */
const last = (part: Part) => (part.type === 'loop' ? part.look.at(-1) : part);

const way = (from: OutlineState | undefined, to: OutlineState | undefined) => `${nameOf(from)} -> ${nameOf(to)}`;

/** Every way from a state to the next: inside loops, around them, and on from part to part. */
function waysThrough(parts: readonly Part[]): string[] {
  const around = parts.flatMap((part) => {
    if (part.type !== 'loop') return [];
    const turn = turnOf(part);
    return turn.map((state, i) => way(state, turn[(i + 1) % turn.length]));
  });
  const on = parts.slice(1).flatMap((part, i) => {
    const before = parts[i];
    return before === undefined ? [] : [way(last(before), first(part))];
  });
  return [...around, ...on];
}
