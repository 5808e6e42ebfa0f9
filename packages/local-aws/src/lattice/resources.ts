import type { Random } from '../core/random.ts';
import type { ResourceProvider } from '../core/resource.ts';
import type { Lattice } from './lattice.ts';
import { accessLogSubscriptionProvider } from './resources/access-log-subscription.ts';
import { associationProvider } from './resources/association.ts';
import { authPolicyProvider } from './resources/auth-policy.ts';
import { listenerProvider } from './resources/listener.ts';
import { nameMaker } from './resources/names.ts';
import { networkProvider } from './resources/network.ts';
import { ruleProvider } from './resources/rule.ts';
import { serviceProvider } from './resources/service.ts';
import { targetGroupProvider } from './resources/target-group.ts';
import { vpcAssociationProvider } from './resources/vpc-association.ts';

export function latticeResources(lattice: Lattice, random: Random): ResourceProvider[] {
  const nameOf = nameMaker(random);
  return [
    networkProvider(lattice, nameOf),
    serviceProvider(lattice, nameOf),
    associationProvider(lattice),
    vpcAssociationProvider(lattice),
    authPolicyProvider(lattice),
    targetGroupProvider(lattice, nameOf),
    listenerProvider(lattice, nameOf),
    ruleProvider(lattice, nameOf),
    accessLogSubscriptionProvider(lattice),
  ];
}
