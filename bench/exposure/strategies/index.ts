import type { Tolerance } from '../../../handlers/domain/evidence/counts.ts';
import { DEFAULT_COMPARE, DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import type { AlarmRules } from '../alarms.ts';
import type { Strategy } from '../simulate.ts';
import { CODEDEPLOY_CANARY, CODEDEPLOY_LINEAR, ECS_CANARY, STATIC_SPLIT } from './aws.ts';
import { ARGO, FLAGGER } from './kubernetes.ts';
import { project, type ProjectOptions } from './project.ts';

/** The defaults of `alarms` in infra/options.ts. */
const TEMPLATE_ALARMS: AlarmRules = { errors: 5, errorsPercent: 0, ratePercent: 5, rateMinRequests: 20 };
/** The same, but a count that also has to be a share, and a floor at which a few stray errors are no rate: what is smaller is the comparison's. The template has no such alarms. */
const SHARE_ALARMS: AlarmRules = { ...TEMPLATE_ALARMS, errorsPercent: 5, rateMinRequests: 100 };

export const PROJECT_TOLERANCE: Tolerance = { ratio: DEFAULT_COMPARE.errorRatio, margin: DEFAULT_COMPARE.errorMargin };

const ALARMS_ONLY: ProjectOptions = { name: 'this project, alarms only', steps: DEFAULT_PLAN.steps, alarms: TEMPLATE_ALARMS, minRequests: 1, allowance: {}, compare: false };
/** What the template deploys: comparison beside its alarms as they are. */
const AS_DEPLOYED: ProjectOptions = {
  ...ALARMS_ONLY,
  name: 'this project, as deployed',
  minRequests: DEFAULT_PLAN.minRequests,
  allowance: { tooFewRequests: DEFAULT_PLAN.tooFewRequests },
  compare: DEFAULT_COMPARE,
};
/** What the template does not have. */
const PROPOSED: ProjectOptions = { ...AS_DEPLOYED, name: 'proposed: share alarms', alarms: SHARE_ALARMS };
const SMALL_FIRST: ProjectOptions = {
  ...PROPOSED,
  name: 'proposed: share alarms, from 2 %',
  steps: [2, 10, 30, 50, 100].map((weight) => ({ weight, bakeSeconds: 300 })),
};

/** The first is what is deployed, the second what the report proposes; each is held against the targets. */
export const OWN: readonly [Strategy, Strategy, ...Strategy[]] = [project(AS_DEPLOYED), project(PROPOSED), project(SMALL_FIRST), project(ALARMS_ONLY)];
export const OTHERS: readonly Strategy[] = [CODEDEPLOY_CANARY, CODEDEPLOY_LINEAR, STATIC_SPLIT, ECS_CANARY, FLAGGER, ARGO];
