import * as z from 'zod';
import { describeIssues } from '../../rollout/issues.ts';
import { parseJson } from '../../statemachine/contract/json-text.ts';
import type { AnswersFrom } from '../../statemachine/contract/answer-metrics.ts';
import { type Compare, compareSchema, DEFAULT_COMPARE } from '../../statemachine/contract/compare.ts';
import { tooFewRequestsSchema } from '../../statemachine/contract/pauses.ts';
import { DEFAULT_PLAN, leavesSomeBeside, type Plan, type Step } from '../../statemachine/contract/plan.ts';
import type { Files } from '../context.ts';
import { Refused, UsageError } from '../errors.ts';
import { answersFromIn } from '../plan/schedule.ts';
import { type Definition } from '../story/definition.ts';
import { planIn } from '../story/deployed.ts';

/** As much of a plan as judges traffic. */
export interface JudgedPlan extends Pick<Plan, 'minRequests' | 'tooFewRequests'> {
  readonly compare: Compare;
  readonly answersFrom?: AnswersFrom;
  /** True where its last weight is below 100, so that no bake leaves the canary alone. */
  readonly neverAlone?: true;
}

const COMPARES_NOTHING = 'the plan compares nothing (compare: false), so there is nothing to judge by';

/** The plan of the service as it is deployed. @throws Refused where it compares nothing */
export function deployedPlan(definition: Definition): JudgedPlan {
  const { compare, minRequests, steps, tooFewRequests } = planIn(definition);
  const answersFrom = answersFromIn(definition);
  if (compare === false) throw new Refused(`${COMPARES_NOTHING}; --plan FILE has another`);
  return { compare, minRequests, tooFewRequests, ...beside(steps), ...(answersFrom && { answersFrom }) };
}

/** What a file may say: a plan as the settings have it, of which everything but this goes unread. */
const planFile = z.looseObject({
  compare: z
    .union([z.literal(false), z.looseObject({})])
    .default({})
    .transform((given) => (given === false ? given : { ...DEFAULT_COMPARE, ...given }))
    .pipe(z.union([z.literal(false), compareSchema])),
  minRequests: z.int().min(0).default(DEFAULT_PLAN.minRequests),
  tooFewRequests: tooFewRequestsSchema.default(DEFAULT_PLAN.tooFewRequests),
  steps: z.array(z.looseObject({ weight: z.number() })).default(DEFAULT_PLAN.steps),
});

const beside = (steps: readonly Pick<Step, 'weight'>[]) =>
  leavesSomeBeside({ steps }) ? ({ neverAlone: true } as const) : {};

/**
 * The plan in a file: what the settings of a service have under `plan`. What it leaves out is the default's.
 * @throws UsageError naming what is wrong with it
 */
export function planInFile(files: Pick<Files, 'read'>, path: string): JudgedPlan {
  const text = files.read(path);
  if (text === undefined) throw new UsageError(`--plan: there is no file ${path}`);
  const given = parseJson(text);
  if (given === undefined) throw new UsageError(`--plan: ${path} is no JSON`);
  const parsed = planFile.safeParse(given);
  if (!parsed.success) throw new UsageError(`--plan: ${path}: ${describeIssues(parsed.error, given)}`);
  const { compare, minRequests, steps, tooFewRequests } = parsed.data;
  if (compare === false) throw new UsageError(`--plan: ${path}: ${COMPARES_NOTHING}`);
  return { compare, minRequests, tooFewRequests, ...beside(steps) };
}
