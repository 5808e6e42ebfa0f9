/** What an app of one's own imports: `import { LatticeCanary } from 'lattice-canary'`. */
export { LatticeCanary, type LatticeCanaryProps } from './constructs/lattice-canary.ts';
export type { AlarmThresholds, Auth, CustomDomain } from './options.ts';
export { DEFAULT_PLAN, type Plan, type Step } from '../statemachine/contract/plan.ts';
