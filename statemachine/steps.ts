import type { IChainable, State } from 'aws-cdk-lib/aws-stepfunctions';
import { checkLoop } from './check-loop.ts';
import { hooksAt } from './contract/hooks.ts';
import { StateName } from './contract/names.ts';
import { leavesSomeBeside, type Step } from './contract/plan.ts';
import { NOBODY_ASKED } from './hooks.ts';
import { EXECUTION, jsonata, type Jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { wait, type RolloutParts } from './parts.ts';
import { rollBackOnFailure, task } from './task.ts';

const SHIFTED_AT = jsonata('$states.result.Payload.shiftedAt');
type Variables = Readonly<Record<string, Jsonata>>;

/**
 * One step: shift to its weight, settle, then bake; `next` follows when it was healthy for its whole bake. The first
 * one notes when.
 */
export function step(
  parts: RolloutParts,
  { weight, bakeSeconds, minRequests, approve }: Step,
  next: IChainable,
  nth = 1,
): State {
  const hooks = hooksAt(parts.plan, weight);
  const bake = checkLoop(parts, {
    waitName: StateName.bake(weight),
    checkName: StateName.check(weight),
    healthyName: StateName.healthy(weight),
    pausedName: StateName.paused(weight),
    subject: 'canary',
    weight,
    seconds: bakeSeconds,
    minRequests,
    ...(hooks.length > 0 && { ask: { name: StateName.askHooks(weight), hooks, step: nth } }),
    approve,
    advance: next,
  });
  return shiftAndSettle(parts, weight, bake, {
    ...(nth === 1 && { firstShiftedAt: SHIFTED_AT }),
    ...(hooks.length > 0 && NOBODY_ASKED),
  });
}

/** Writes the weight and waits until it is followed, then `next`. */
function shiftAndSettle(parts: RolloutParts, weight: number, next: IChainable, assign: Variables = {}): State {
  const { scope, plan } = parts;
  const shift = shiftTask(
    parts,
    StateName.shift(weight),
    weight,
    `Send ${weight}% of the requests to the canary`,
    assign,
  );
  const settle = wait(
    scope,
    StateName.settle(weight),
    plan.settleSeconds,
    'Give the data plane time to follow the new weights',
  );
  shift.next(settle).next(next);
  return shift;
}

/**
 * Every step of the plan, one behind the other, and `next` behind the last. A last weight below 100 has baked beside a
 * part of production; only then the canary gets that part too, for a promotion follows 100 and nothing else.
 */
export function steps(parts: RolloutParts, next: State): State {
  const { plan } = parts;
  const behind = leavesSomeBeside(plan) ? shiftAndSettle(parts, 100, next) : next;
  return plan.steps.reduceRight((following, each, i) => step(parts, each, following, i + 1), behind);
}

/** Writes the canary's weight and assigns `shiftedAt`, and these variables besides. */
export function shiftTask(parts: RolloutParts, name: string, weight: number, comment: string, assign: Variables = {}) {
  const shift = task(parts, name, {
    comment,
    invoke: 'shift',
    args: { execution: EXECUTION, version: jsonata('$version'), weight },
    retries: ADVANCE_RETRIES,
    assign: { shiftedAt: SHIFTED_AT, ...assign },
  });
  rollBackOnFailure(shift, parts.rollBack);
  return shift;
}
