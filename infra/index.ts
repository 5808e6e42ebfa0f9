/** What an app of one's own imports: `import { LatticeCanary } from 'lattice-canary'`. */
export {
  LatticeCanary,
  type HookOptions,
  type LatticeCanaryProps,
  type PlanOptions,
} from './constructs/lattice-canary.ts';
export type { CanaryAlarms } from './constructs/version-alarms.ts';
export type { Side } from './constructs/alarm-kind.ts';
export type { AlarmKindName, AlarmThresholds } from './constructs/alarm-kinds.ts';
export type { Auth, CustomDomain } from './constructs/options.ts';
export type { ComparedMetric } from '../statemachine/contract/compared-metrics.ts';
export type { Compare } from '../statemachine/contract/compare.ts';
export { DEFAULT_PLAN, type Plan, type Step } from '../statemachine/contract/plan.ts';
