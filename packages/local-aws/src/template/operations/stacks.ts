import { z } from 'zod';
import { arnOf, on } from '../../core/access.ts';
import { listed } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import type { Deployer } from '../deployer.ts';
import type { Stack } from '../stack.ts';
import { onStack, pages, paging, stackName } from './common.ts';

/** What there is to see of stacks. */
export function stackOperations(deployer: Deployer) {
  return {
    DescribeStacks: operation({
      needs: onStack,
      input: z.strictObject({ StackName: stackName.StackName.optional(), ...paging }),
      run({ StackName, ...paged }) {
        if (StackName !== undefined) return { Stacks: [described(deployer.stack(StackName))] };
        return listed('Stacks', deployer.allStacks(), paged, { id: stackId, show: described, ...pages });
      },
    }),

    ListStacks: operation({
      needs: on((_input, place) => arnOf(place, 'cloudformation', 'stack/*')),
      input: z.strictObject({ StackStatusFilter: z.array(z.string()).default([]), ...paging }),
      run({ StackStatusFilter: wanted, ...paged }) {
        const stacks = deployer
          .allStacks()
          .filter(({ description }) => wanted.length === 0 || wanted.includes(description.StackStatus));
        return listed('StackSummaries', stacks, paged, { id: stackId, show: summary, ...pages });
      },
    }),

    GetTemplate: operation({
      needs: onStack,
      input: z.strictObject({ ...stackName, TemplateStage: z.enum(['Original', 'Processed']).optional() }),
      run: ({ StackName }) => ({
        TemplateBody: deployer.stack(StackName).body,
        StagesAvailable: ['Original', 'Processed'],
      }),
    }),
  };
}

function stackId({ description }: Stack): string {
  return description.StackId;
}

/** With what no stack here can have said about it. */
function described({ description }: Stack): object {
  return {
    Tags: [],
    EnableTerminationProtection: false,
    ...description,
    DisableRollback: false,
    NotificationARNs: [],
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function summary({ description }: Stack): object {
  const { StackId, StackName, StackStatus, CreationTime, LastUpdatedTime, Description } = description;
  return {
    StackId,
    StackName,
    StackStatus,
    CreationTime,
    LastUpdatedTime,
    TemplateDescription: Description,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
