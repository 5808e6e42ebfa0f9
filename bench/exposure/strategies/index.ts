import type { Tolerance } from '../../../handlers/domain/evidence/counts.ts';
import { DEFAULT_COMPARE, DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import type { AlarmRules } from '../alarms.ts';
import type { Strategy } from '../simulate.ts';
import { CODEDEPLOY_CANARY, CODEDEPLOY_LINEAR, ECS_CANARY, STATIC_SPLIT } from './aws.ts';
import { ARGO, FLAGGER } from './kubernetes.ts';
import { project, type ProjectOptions } from './project.ts';

/** The defaults of `alarms` in infra/options.ts. */
const TEMPLATE_ALARMS: AlarmRules = { errors: 5, errorsPercent: 0, ratePercent: 5, rateMinRequests: 20 };
/** The same, but a count that also has to be a share, and a floor at which a few stray errors are no rate: what is smaller is the comparison's. */
const SHARE_ALARMS: AlarmRules = { ...TEMPLATE_ALARMS, errorsPercent: 5, rateMinRequests: 100 };

export const PROJECT_TOLERANCE: Tolerance = { ratio: DEFAULT_COMPARE.errorRatio, margin: DEFAULT_COMPARE.errorMargin };

const ALARMS_ONLY: ProjectOptions = { name: 'this project, alarms only', steps: DEFAULT_PLAN.steps, alarms: TEMPLATE_ALARMS, minRequests: 1, allowance: {}, compare: false };
const COMPARING: ProjectOptions = {
  name: 'this project, with comparison',
  steps: DEFAULT_PLAN.steps,
  alarms: SHARE_ALARMS,
  minRequests: DEFAULT_PLAN.minRequests,
  allowance: { tooFewRequests: DEFAULT_PLAN.tooFewRequests },
  compare: DEFAULT_COMPARE,
};
const SMALL_FIRST: ProjectOptions = {
  ...COMPARING,
  name: 'with comparison, from 2 %',
  steps: [2, 10, 30, 50, 100].map((weight) => ({ weight, bakeSeconds: 300 })),
};

export const PROJECT = COMPARING.name;
export const OWN: readonly Strategy[] = [project(COMPARING), project(SMALL_FIRST), project(ALARMS_ONLY)];
export const OTHERS: readonly Strategy[] = [CODEDEPLOY_CANARY, CODEDEPLOY_LINEAR, STATIC_SPLIT, ECS_CANARY, FLAGGER, ARGO];
