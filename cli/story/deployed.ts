import { isDeepStrictEqual } from 'node:util';
import { hooksSchema } from '../../statemachine/contract/hooks.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import type { Compare } from '../../statemachine/contract/compare.ts';
import { pauseEndsSchema } from '../../statemachine/contract/pauses.ts';
import type { Plan, Step } from '../../statemachine/contract/plan.ts';
import type { Smoke } from '../../statemachine/contract/smoke.ts';
import { outlineOf } from '../../statemachine/outline/outline-of.ts';
import { mapStates, type Outline } from '../../statemachine/outline/outline.ts';
import { argumentsIn, type Arguments, type Definition, secondsIn, weightsOf } from './definition.ts';

/**
 * The outline of the machine that has this definition. A wait takes as long as it says there: also that of a machine
 * that an older version made. Of a definition that is none of ours no time is known: 0.
 */
export function outlineIn(definition: Definition): Outline {
  return mapStates(outlineOf(planIn(definition)), (state) =>
    state.type === 'wait' ? { ...state, seconds: secondsIn(definition, state.name) } : state,
  );
}

/**
 * The plan that a machine was made from: its waits and the arguments of its checks carry it. What is missing is 0, or
 * what goes for a machine from before there was a choice.
 */
export function planIn(definition: Definition): Plan {
  const weights = weightsOf(definition);
  const canary = argumentsIn(definition, StateName.check(weights[0] ?? 0));
  const production = argumentsIn(definition, StateName.checkProduction);
  const minRequests = number(production['minRequests']);
  return {
    steps: weights.map((weight) => stepIn(definition, weight, minRequests)),
    checkSeconds: secondsIn(definition, StateName.watch),
    settleSeconds: secondsIn(definition, StateName.settlePromotion),
    watchSeconds: number(production['bakeSeconds']),
    minRequests,
    extendSeconds: number(canary['extendSeconds']),
    holdSeconds: number(canary['holdSeconds']),
    tooFewRequests: fewIn(canary['tooFewRequests']),
    ...pausesIn(canary),
    compare: compareIn(canary['compare']),
    brokenProductionHoldSeconds: brokenIn(argumentsIn(definition, StateName.rollBack)['brokenProduction']),
    ...smokeIn(argumentsIn(definition, StateName.smokeTest)['smoke']),
    ...hooksIn(definition, weights),
    ...concurrencyIn(argumentsIn(definition, StateName.provision)['concurrency']),
  };
}

/** Its own fewest requests only where they are not the plan's. */
function stepIn(definition: Definition, weight: number, ofPlan: number): Step {
  const { approve, bakeSeconds, minRequests } = argumentsIn(definition, StateName.check(weight));
  const own = number(minRequests);
  return {
    weight,
    bakeSeconds: number(bakeSeconds),
    ...(own !== ofPlan && { minRequests: own }),
    ...(approve === true && { approve }),
  };
}

function pausesIn({ pausedCheckSeconds, pauseEnds }: Arguments): Pick<Plan, 'pauseEnds' | 'pausedCheckSeconds'> {
  const ends = pauseEndsSchema.safeParse(pauseEnds).data;
  return {
    ...(ends && { pauseEnds: ends }),
    ...(typeof pausedCheckSeconds === 'number' && { pausedCheckSeconds }),
  };
}

/** Beside what is the plan's, a check is told since when it may compare, and whether the canary is ever alone. */
function compareIn(value: unknown): Plan['compare'] {
  if (typeof value !== 'object' || value === null) return false;
  const { firstShiftedAt: _, neverAlone: _never, metrics, ...compare } = value as Compare & OfCheck;
  return { ...compare, ...(Array.isArray(metrics) && { metrics }) };
}

interface OfCheck {
  readonly firstShiftedAt?: unknown;
  readonly neverAlone?: unknown;
}

/** Beside what is the plan's, the smoke test is told which version production runs. */
function smokeIn(value: unknown): Pick<Plan, 'smoke'> {
  if (typeof value !== 'object' || value === null) return {};
  const { production: _, ...smoke } = value as Smoke & { readonly production?: unknown };
  return { smoke };
}

/** Each task that asks hooks is told those of its place. */
function hooksIn(definition: Definition, weights: readonly number[]): Pick<Plan, 'hooks'> {
  const tasks = [StateName.askBeforeUsers, ...weights.map((weight) => StateName.askHooks(weight))];
  const told = tasks.flatMap((name) => hooksSchema.safeParse(argumentsIn(definition, name)['hooks']).data ?? []);
  const hooks = told.filter((hook, i) => told.findIndex((other) => isDeepStrictEqual(other, hook)) === i);
  return hooks.length > 0 ? { hooks } : {};
}

function concurrencyIn(value: unknown): Pick<Plan, 'provisionedConcurrency'> {
  return typeof value === 'number' ? { provisionedConcurrency: value } : {};
}

function brokenIn(value: unknown): number {
  return typeof value === 'object' && value !== null && 'holdSeconds' in value ? number(value.holdSeconds) : 0;
}

function fewIn(value: unknown): Plan['tooFewRequests'] {
  return value === 'advance' || value === 'hold' ? value : 'roll back';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
