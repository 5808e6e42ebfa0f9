import { DEFAULT_ALARMS } from '../../../infra/constructs/alarm-kinds.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import type { AlarmRules } from '../alarms.ts';
import type { Strategy } from '../simulate.ts';
import { CODEDEPLOY_CANARY, CODEDEPLOY_LINEAR, ECS_CANARY, STATIC_SPLIT } from './aws.ts';
import { ARGO } from './argo.ts';
import { FISHER } from './fisher.ts';
import { FLAGGER } from './flagger.ts';
import { KAYENTA } from './kayenta.ts';
import { project, type ProjectOptions } from './project.ts';
import { SPRT } from './sprt.ts';

/**
 * As the template has them. Here every error is an exception and an answer with 5XX in one, so the alarms on either are
 * on together.
 */
const TEMPLATE_ALARMS: AlarmRules = {
  errors: DEFAULT_ALARMS.errors,
  errorsPercent: DEFAULT_ALARMS.errorsPercent,
  ratePercent: DEFAULT_ALARMS.errorRatePercent,
  rateMinRequests: DEFAULT_ALARMS.errorRateMinRequests,
};
/** Blind to traffic: any number of requests may have no more than five errors in ten minutes. What the share is for. */
const COUNTING_ALARMS: AlarmRules = { ...TEMPLATE_ALARMS, errorsPercent: 0, rateMinRequests: 20 };

const ALARMS_ONLY: ProjectOptions = {
  name: 'this project, alarms only',
  steps: DEFAULT_PLAN.steps,
  alarms: TEMPLATE_ALARMS,
  minRequests: 1,
  allowance: {},
  compare: false,
};
/** What the template deploys. */
const AS_DEPLOYED: ProjectOptions = {
  ...ALARMS_ONLY,
  name: 'this project, as deployed',
  minRequests: DEFAULT_PLAN.minRequests,
  allowance: { tooFewRequests: DEFAULT_PLAN.tooFewRequests, holdBlind: true },
  compare: DEFAULT_COMPARE,
};
const SMALL_FIRST: ProjectOptions = {
  ...AS_DEPLOYED,
  name: 'this project, from 2 %',
  steps: [2, 10, 30, 50, 100].map((weight) => ({ weight, bakeSeconds: 300 })),
};
const FIRST_RELEASE: ProjectOptions = {
  ...AS_DEPLOYED,
  name: 'this project, first release of a service',
  firstRelease: true,
};
/** A plan that names a share of its slow tail; nobody looks there unless it does. */
const TAIL_COMPARED: ProjectOptions = {
  ...AS_DEPLOYED,
  name: 'this project, tailShare 0.1 %',
  compare: { ...DEFAULT_COMPARE, tailShare: 0.001 },
};
const LAST_95: ProjectOptions = {
  ...AS_DEPLOYED,
  name: 'this project, last weight 95',
  steps: [10, 30, 50, 95].map((weight) => ({ weight, bakeSeconds: 300 })),
};
const COUNTING: ProjectOptions = { ...AS_DEPLOYED, name: 'this project, counting alarms', alarms: COUNTING_ALARMS };

/** What is deployed: it is held against the targets. */
export const DEPLOYED = project(AS_DEPLOYED);
export const LAST_WEIGHT_95 = project(LAST_95);
export const WITH_TAIL = project(TAIL_COMPARED);
export const JUST_ALARMS = project(ALARMS_ONLY);
/** Told of, and held against nothing. */
export const VARIANTS: readonly Strategy[] = [
  project(FIRST_RELEASE),
  WITH_TAIL,
  project(SMALL_FIRST),
  project(COUNTING),
];
export const OWN: readonly Strategy[] = [DEPLOYED, LAST_WEIGHT_95, ...VARIANTS, JUST_ALARMS];
export const OTHERS: readonly Strategy[] = [
  CODEDEPLOY_CANARY,
  CODEDEPLOY_LINEAR,
  STATIC_SPLIT,
  ECS_CANARY,
  FLAGGER,
  ARGO,
  KAYENTA,
  FISHER,
];
/** No strategy that anybody could have. */
export const BOUND = SPRT;
export const STRATEGIES: readonly Strategy[] = [...OWN, ...OTHERS, BOUND];
