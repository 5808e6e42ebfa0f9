import { type Definition, weightsOf } from '../story/definition.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import { StateName } from '../../statemachine/contract/names.ts';

/** One stretch of a healthy release: a weight, the promotion, or the watch behind it. */
export interface Stretch {
  readonly what: string;
  /** The canary's share of the requests meanwhile. */
  readonly weight: number;
  readonly settleSeconds: number;
  readonly bakeSeconds: number;
  readonly checkSeconds: number;
  readonly checks: number;
  /** Fewest requests the canary must have served; 0 where nobody counts. */
  readonly minRequests: number;
  readonly alarms: readonly string[];
}

/** What every comparison has. */
export const ALWAYS_COMPARED = ['errors', 'answers with status 5XX', 'latency'] as const;

/** What a release would do if all goes well, read from the machine's definition. */
export interface Schedule {
  readonly stretches: readonly Stretch[];
  /** Waiting in all; what handlers take comes on top: seconds. */
  readonly seconds: number;
  /** What too few requests lead to in the end. */
  readonly tooFewRequests: Plan['tooFewRequests'];
  /** What each check compares the canary with production by; nothing where alarms alone judge. */
  readonly compared: readonly string[];
  readonly extendSeconds: number;
  readonly holdSeconds: number;
}

export function scheduleOf(definition: Definition): Schedule {
  const payload = (state: string) =>
    (definition.States?.[state]?.Arguments?.Payload ?? {}) as Readonly<Record<string, unknown>>;
  const wait = (state: string) => number(definition.States?.[state]?.Seconds);
  const bake = (
    what: string,
    weight: number,
    settleSeconds: number,
    bakeState: string,
    checkState: string,
  ): Stretch => {
    const { alarms, bakeSeconds, minRequests, subject } = payload(checkState);
    const checkSeconds = wait(bakeState);
    return {
      what,
      weight,
      settleSeconds,
      bakeSeconds: number(bakeSeconds),
      checkSeconds,
      checks: checkSeconds === 0 ? 0 : Math.ceil(number(bakeSeconds) / checkSeconds),
      minRequests: subject === 'canary' ? number(minRequests) : 0,
      alarms: Array.isArray(alarms) ? alarms.filter((name) => typeof name === 'string') : [],
    };
  };
  const weights = weightsOf(definition);
  const stretches = [
    ...weights.map((weight) =>
      bake(`${weight} %`, weight, wait(StateName.settle(weight)), StateName.bake(weight), StateName.check(weight)),
    ),
    {
      what: 'promotion',
      weight: weights.at(-1) ?? 0,
      settleSeconds: wait(StateName.settlePromotion) + wait(StateName.settleReturn),
      bakeSeconds: 0,
      checkSeconds: 0,
      checks: 0,
      minRequests: 0,
      alarms: [],
    },
    bake('watch', 0, 0, StateName.watch, StateName.checkProduction),
  ];
  const { compare, extendSeconds, holdSeconds, tooFewRequests } = payload(StateName.check(weights[0] ?? 0));
  const seconds = stretches.reduce((sum, stretch) => sum + stretch.settleSeconds + stretch.bakeSeconds, 0);
  return {
    stretches,
    seconds,
    tooFewRequests: fewOf(tooFewRequests),
    compared: comparedIn(compare),
    extendSeconds: number(extendSeconds),
    holdSeconds: number(holdSeconds),
  };
}

/** The nouns of the checks' own sentences. */
function comparedIn(compare: unknown): readonly string[] {
  if (typeof compare !== 'object' || compare === null) return [];
  const metrics =
    'metrics' in compare && Array.isArray(compare.metrics)
      ? (compare.metrics as readonly { readonly noun?: unknown }[])
      : [];
  return [...ALWAYS_COMPARED, ...metrics.map(({ noun }) => String(noun))];
}

/** A machine from before there was a choice rolls back. */
function fewOf(value: unknown): Plan['tooFewRequests'] {
  return value === 'advance' || value === 'hold' ? value : 'roll back';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
