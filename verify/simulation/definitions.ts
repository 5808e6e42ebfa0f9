import { DEFAULT_PLAN, planSchema, type Plan } from '../../statemachine/contract/plan.ts';
import { SHORTEST_SETTLE_SECONDS } from '../../statemachine/contract/writer.ts';
import type { OnHookError } from '../../statemachine/contract/hooks.ts';
import type { RolloutMachineProps } from '../../statemachine/parts.ts';
import { definitionOf } from '../definition.ts';
import type { PlanName } from './case.ts';
import { defaultDefinition } from './scenario.ts';

/**
 * Everything that a release has, as few times as it can: two weights, two checks at each, and the shortest settling
 * that is allowed.
 */
export const SHORT_PLAN: Plan = planSchema.parse({
  steps: [
    { weight: 10, bakeSeconds: 100 },
    { weight: 100, bakeSeconds: 100 },
  ],
  checkSeconds: 60,
  settleSeconds: SHORTEST_SETTLE_SECONDS,
  watchSeconds: 60,
  minRequests: 1,
  extendSeconds: 120,
  holdSeconds: 300,
  tooFewRequests: 'roll back',
  // As few calls as there can be; releases by the default plan compare.
  compare: false,
  brokenProductionHoldSeconds: 0,
});

/** No weight ever has the requests that it needs, and each is held for that. */
const FEW_PLAN: Plan = { ...SHORT_PLAN, minRequests: 1_000_000, tooFewRequests: 'hold' };

/** Somebody must approve at 10 %; a pause is looked at less often than a bake. */
const GATED_PLAN: Plan = {
  ...SHORT_PLAN,
  steps: SHORT_PLAN.steps.map((step) => (step.weight === 10 ? { ...step, approve: true } : step)),
  pausedCheckSeconds: 90,
};

/** Some of production stays beside the canary until its last bake is over. */
const LAST_95_PLAN: Plan = { ...SHORT_PLAN, steps: [{ weight: 95, bakeSeconds: 100 }] };

/** The default, but nobody is waited for for hours. */
const BRIEF_HOLDS: Plan = { ...DEFAULT_PLAN, holdSeconds: 1800 };

const HOOK = 'arn:aws:lambda:eu-west-1:111111111111:function:hook-';
/** One hook at each place, in the bake at the first weight only. */
const withHooks = (onError: OnHookError): Plan => ({
  ...SHORT_PLAN,
  hooks: [
    { at: 'before users', fn: `${HOOK}1`, timeoutSeconds: 150, onError },
    { at: 'in bake', fn: `${HOOK}2`, steps: [10], timeoutSeconds: 150, onError },
    { at: 'before promotion', fn: `${HOOK}3`, timeoutSeconds: 150, onError },
  ],
});

/** How many environments each version of that plan gets. */
export const PROVISIONED_CONCURRENCY = 2;

const texts = new Map<Plan, string>();
const render =
  (plan: Plan, more: Partial<RolloutMachineProps> = {}) =>
  (): string => {
    const text = texts.get(plan) ?? JSON.stringify(definitionOf(plan, more));
    texts.set(plan, text);
    return text;
  };
const rendered: Readonly<Record<PlanName, () => string>> = {
  short: render(SHORT_PLAN),
  'few requests': render(FEW_PLAN),
  gated: render(GATED_PLAN),
  'last weight 95': render(LAST_95_PLAN),
  default: defaultDefinition,
  'brief holds': render(BRIEF_HOLDS),
  hooks: render(withHooks('roll back')),
  'hooks that hold': render(withHooks('hold')),
  'hooks that are ignored': render(withHooks('ignore')),
  provisioned: render({ ...SHORT_PLAN, provisionedConcurrency: PROVISIONED_CONCURRENCY }),
  others: render({ ...SHORT_PLAN }, { existingListener: true }),
  'answers from access logs': render({ ...BRIEF_HOLDS }, { answersFrom: 'access-logs' }),
};

/** The definition of a plan as CloudFormation would get it, JSON text. */
export function definitionFor(plan: PlanName, timeoutSeconds?: number): string {
  const text = rendered[plan]();
  return timeoutSeconds === undefined
    ? text
    : JSON.stringify({ ...(JSON.parse(text) as object), TimeoutSeconds: timeoutSeconds });
}
