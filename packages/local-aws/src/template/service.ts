import { serviceOf } from '../core/service.ts';
import type { Buckets } from '../s3/buckets.ts';
import { ChangeSets, type ChangeSetsOptions } from './change-sets.ts';
import { changeSetOperations } from './operations/change-sets.ts';
import { INVALID } from './operations/common.ts';
import { resourceOperations } from './operations/resources.ts';
import { stackEndOperations } from './operations/stack-ends.ts';
import { stackOperations } from './operations/stacks.ts';

/** CloudFormation's API. */
export function cloudFormationService(options: ChangeSetsOptions & { readonly buckets: Buckets }) {
  const { buckets, deployer, inBackground } = options;
  return serviceOf({
    name: 'cloudformation',
    title: 'CloudFormation',
    query: { namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
    invalid: INVALID,
    operations: {
      ...stackOperations(deployer),
      ...resourceOperations(deployer),
      ...changeSetOperations(deployer, new ChangeSets(options), buckets),
      ...stackEndOperations(deployer, inBackground),
    },
  });
}
