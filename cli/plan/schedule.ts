import { alarmsIn, argumentsIn, type Definition, weightsOf } from '../story/definition.ts';
import { outlineIn, planIn } from '../story/deployed.ts';
import { legLabel, type LegStage, legStages } from '../story/legs.ts';
import type { Hook } from '../../statemachine/contract/hooks.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { type AnswersFrom, answersFromSchema } from '../../statemachine/contract/answer-metrics.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import { turnSeconds, turnsOf, waitingIn } from '../../statemachine/outline/healthy.ts';
import { statesOf, type Outline } from '../../statemachine/outline/outline.ts';

/** One stretch of a healthy release: a weight, the promotion, or the watch behind it. */
export interface Stretch {
  readonly what: string;
  /** The canary's share of the requests meanwhile. */
  readonly weight: number;
  /** Waiting before the bake. */
  readonly settleSeconds: number;
  /** Up to the first check after its time. */
  readonly bakeSeconds: number;
  readonly checkSeconds: number;
  readonly checks: number;
  /** Fewest requests the canary must have served; 0 where nobody counts. */
  readonly minRequests: number;
  readonly alarms: readonly string[];
}

const ANSWERS = 'answers with status 5XX';
/** What every comparison has, unless nobody counts answers. */
const ALWAYS_COMPARED = ['errors', ANSWERS, 'latency'];

/** What is compared where the plan names a share of it. */
export const TAIL = 'slow tail';

/** The counts of its own that the plan compares besides. */
export const namedOf = (compared: readonly string[]): readonly string[] =>
  compared.filter((noun) => !ALWAYS_COMPARED.includes(noun) && noun !== TAIL);

/** Whether the plan compares more than every plan does. */
export const comparesMore = ({ compared }: Pick<Schedule, 'compared'>): boolean =>
  compared.some((noun) => !ALWAYS_COMPARED.includes(noun));

/** What a release would do if all goes well, read from the machine's definition. */
export interface Schedule {
  readonly stretches: readonly Stretch[];
  /** Waiting in all; what handlers take comes on top: seconds. */
  readonly seconds: number;
  /** What too few requests lead to in the end. */
  readonly tooFewRequests: Plan['tooFewRequests'];
  /** What each check compares the canary with production by; nothing where alarms alone judge. */
  readonly compared: readonly string[];
  /** Where its checks are told to look for answers with 5XX; undefined where they look at target groups untold. */
  readonly answersFrom?: AnswersFrom;
  readonly extendSeconds: number;
  readonly holdSeconds: number;
  /** What is asked on the way, in its order; absent where nothing is. */
  readonly hooks?: Hook[];
  /** Weights at which it waits until somebody says "go on". */
  readonly approvals: readonly number[];
}

/** @param outline of the machine that has this definition */
export function scheduleOf(definition: Definition, outline: Outline = outlineIn(definition)): Schedule {
  const plan = planIn(definition);
  const answersFrom = answersFromIn(definition);
  const stretches = legStages(outline).map((stage) => stretchOf(stage, plan, definition));
  return {
    stretches,
    seconds: stretches.reduce((sum, stretch) => sum + stretch.settleSeconds + stretch.bakeSeconds, 0),
    tooFewRequests: plan.tooFewRequests,
    compared: comparedIn(plan).filter((noun) => noun !== ANSWERS || answersFrom !== 'none'),
    ...(answersFrom && { answersFrom }),
    extendSeconds: plan.extendSeconds,
    holdSeconds: plan.holdSeconds,
    ...(plan.hooks && { hooks: plan.hooks }),
    approvals: plan.steps.filter(({ approve }) => approve === true).map(({ weight }) => weight),
  };
}

function stretchOf(stage: LegStage, plan: Plan, definition: Definition): Stretch {
  const loops = stage.parts.filter((part) => part.type === 'loop');
  const bakeSeconds = waitingIn(loops);
  return {
    what: legLabel(stage),
    weight: stage.weight,
    settleSeconds: waitingIn(stage.parts) - bakeSeconds,
    bakeSeconds,
    checkSeconds: Math.max(0, ...loops.map(turnSeconds)),
    checks: loops.reduce((sum, loop) => sum + turnsOf(loop), 0),
    minRequests: stage.kind === 'step' && loops.length > 0 ? neededAt(stage.weight, plan) : 0,
    alarms: statesOf(loops).flatMap(({ name }) => alarmsIn(definition, name)),
  };
}

function neededAt(weight: number, { steps, minRequests }: Plan): number {
  return steps.find((step) => step.weight === weight)?.minRequests ?? minRequests;
}

/** The nouns of the checks' own sentences. */
function comparedIn({ compare }: Plan): readonly string[] {
  if (compare === false) return [];
  const tail = compare.tailShare === undefined ? [] : [TAIL];
  return [...ALWAYS_COMPARED, ...tail, ...(compare.metrics ?? []).map(({ noun }) => noun)];
}

/** Where its checks are told to look for answers; undefined also for what a later version may say. */
export function answersFromIn(definition: Definition): AnswersFrom | undefined {
  const [weight = 0] = weightsOf(definition);
  return answersFromSchema.safeParse(argumentsIn(definition, StateName.check(weight))['answersFrom']).data;
}
