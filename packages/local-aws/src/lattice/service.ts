import { serviceOf } from '../core/service.ts';
import type { Lattice } from './lattice.ts';
import { accessLogSubscriptionOperations } from './operations/access-log-subscriptions.ts';
import { INVALID } from './operations/common.ts';
import { listenerOperations } from './operations/listeners.ts';
import { ruleOperations } from './operations/rules.ts';
import { serviceOperations } from './operations/services.ts';
import { targetGroupOperations } from './operations/target-groups.ts';

/**
 * VPC Lattice's API, with its lower-case member names. The template makes all but rules and the listeners' weights.
 */
export function latticeService(lattice: Lattice) {
  return serviceOf({
    name: 'vpc-lattice',
    title: 'VPC Lattice',
    rest: { times: 'iso' },
    invalid: INVALID,
    operations: {
      ...accessLogSubscriptionOperations(lattice),
      ...listenerOperations(lattice),
      ...ruleOperations(lattice),
      ...serviceOperations(lattice),
      ...targetGroupOperations(lattice),
    },
  });
}
