import { z } from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { listed } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import type { Deployer } from '../deployer.ts';
import type { StackDescription, StackResource } from '../stack.ts';
import { INVALID, onStack, pages, paging, stackName } from './common.ts';

/** What there is to see of the resources of a stack. */
export function resourceOperations(deployer: Deployer) {
  return {
    ListStackResources: operation({
      needs: onStack,
      input: z.strictObject({ ...stackName, ...paging }),
      run: ({ StackName, ...paged }) =>
        listed('StackResourceSummaries', [...deployer.stack(StackName).resources], paged, {
          id: ([id]) => id,
          show: ([id, resource]) => resourceSummary(id, resource),
          ...pages,
        }),
    }),

    DescribeStackResources: operation({
      needs: onStack,
      input: z.strictObject({ ...stackName, LogicalResourceId: z.string().optional() }),
      run({ StackName, LogicalResourceId }) {
        const { description, resources } = deployer.stack(StackName);
        const wanted = [...resources].filter(([id]) => LogicalResourceId === undefined || id === LogicalResourceId);
        return {
          StackResources: wanted.map(([id, resource]) => ({
            ...ownerOf(description),
            ...physical(id, resource),
            Timestamp: resource.changedAt,
          })),
        };
      },
    }),

    DescribeStackResource: operation({
      needs: onStack,
      input: z.strictObject({ ...stackName, LogicalResourceId: z.string() }),
      run({ StackName, LogicalResourceId }) {
        const { description, resources } = deployer.stack(StackName);
        const resource = resources.get(LogicalResourceId);
        if (resource === undefined)
          throw new AwsError(
            INVALID,
            `Resource ${LogicalResourceId} does not exist for stack ${description.StackName}`,
          );
        return { StackResourceDetail: { ...ownerOf(description), ...resourceSummary(LogicalResourceId, resource) } };
      },
    }),
  };
}

function ownerOf({ StackId, StackName }: StackDescription): object {
  return { StackId, StackName };
}

function physical(LogicalResourceId: string, { provider, deployed, updated }: StackResource): object {
  const ResourceStatus = updated ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
  return {
    LogicalResourceId,
    PhysicalResourceId: deployed.ref,
    ResourceType: provider.type,
    ResourceStatus,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

function resourceSummary(id: string, resource: StackResource): object {
  return { ...physical(id, resource), LastUpdatedTimestamp: resource.changedAt };
}
