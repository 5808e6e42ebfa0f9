import { DEFAULT_ALARMS } from '../../../infra/constructs/alarm-kinds.ts';
import type { Tolerance } from '../../../rollout/evidence/counts.ts';
import { DEFAULT_COMPARE, DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import type { AlarmRules } from '../alarms.ts';
import type { Strategy } from '../simulate.ts';
import { CODEDEPLOY_CANARY, CODEDEPLOY_LINEAR, ECS_CANARY, STATIC_SPLIT } from './aws.ts';
import { ARGO, FLAGGER } from './kubernetes.ts';
import { project, type ProjectOptions } from './project.ts';

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

export const PROJECT_TOLERANCE: Tolerance = { ratio: DEFAULT_COMPARE.errorRatio, margin: DEFAULT_COMPARE.errorMargin };

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
  allowance: { tooFewRequests: DEFAULT_PLAN.tooFewRequests },
  compare: DEFAULT_COMPARE,
};
const SMALL_FIRST: ProjectOptions = {
  ...AS_DEPLOYED,
  name: 'this project, from 2 %',
  steps: [2, 10, 30, 50, 100].map((weight) => ({ weight, bakeSeconds: 300 })),
};
const COUNTING: ProjectOptions = { ...AS_DEPLOYED, name: 'this project, counting alarms', alarms: COUNTING_ALARMS };

/** The first is what is deployed: it is held against the targets. */
export const OWN: readonly [Strategy, ...Strategy[]] = [
  project(AS_DEPLOYED),
  project(SMALL_FIRST),
  project(ALARMS_ONLY),
  project(COUNTING),
];
export const OTHERS: readonly Strategy[] = [
  CODEDEPLOY_CANARY,
  CODEDEPLOY_LINEAR,
  STATIC_SPLIT,
  ECS_CANARY,
  FLAGGER,
  ARGO,
];
