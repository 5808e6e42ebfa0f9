import { serviceOf } from '../core/service.ts';
import type { Deployer } from './deployer.ts';
import { INVALID } from './operations/common.ts';
import { resourceOperations } from './operations/resources.ts';
import { stackOperations } from './operations/stacks.ts';

/** CloudFormation's API for reading; deployments come from an assembly's folder and not over the API. */
export function cloudFormationService(deployer: Deployer) {
  return serviceOf({
    name: 'cloudformation',
    title: 'CloudFormation',
    query: { namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
    invalid: INVALID,
    operations: { ...stackOperations(deployer), ...resourceOperations(deployer) },
  });
}
