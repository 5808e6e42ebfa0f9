import { z } from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { listed } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import type { Deployer } from '../deployer.ts';
import { onStackAndRole } from './change-sets.ts';
import { INVALID, onStack, pages, paging, stackName } from './common.ts';

/** What happened to a stack, and its end. */
export function stackEndOperations(deployer: Deployer, inBackground: (work: () => Promise<unknown>) => void) {
  return {
    DescribeStackEvents: operation({
      needs: onStack,
      input: z.strictObject({ ...stackName, ...paging }),
      run({ StackName, ...paged }) {
        const { StackId } = deployer.stack(StackName).description;
        const events = deployer.stacks.events.of(StackId);
        return listed('StackEvents', events, paged, { id: ({ EventId }) => EventId, show: (event) => event, ...pages });
      },
    }),

    UpdateTerminationProtection: operation({
      needs: onStack,
      input: z.strictObject({ ...stackName, EnableTerminationProtection: z.boolean() }),
      run({ StackName, EnableTerminationProtection }) {
        const stack = deployer.stack(StackName);
        deployer.stacks.put({ ...stack, description: { ...stack.description, EnableTerminationProtection } });
        return { StackId: stack.description.StackId };
      },
    }),

    /** One that is not there is gone already, and one that is being deleted will be. */
    DeleteStack: operation({
      needs: onStackAndRole,
      input: z.strictObject({
        ...stackName,
        RoleARN: z.string().optional(),
        ClientRequestToken: z.string().optional(),
        DeploymentConfig: z.strictObject({ Mode: z.literal('STANDARD').optional() }).optional(),
      }),
      run({ StackName }) {
        const stack = deployer.stacks.find(StackName);
        const {
          EnableTerminationProtection = false,
          StackStatus = 'DELETE_COMPLETE',
          StackId = '',
        } = stack?.description ?? {};
        if (stack === undefined || (StackStatus.startsWith('DELETE_') && StackStatus !== 'DELETE_FAILED')) return {};
        if (EnableTerminationProtection)
          throw new AwsError(
            INVALID,
            `Stack [${stack.description.StackName}] cannot be deleted while TerminationProtection is enabled`,
          );
        if (StackStatus !== 'REVIEW_IN_PROGRESS' && StackStatus.endsWith('_IN_PROGRESS'))
          throw new AwsError(INVALID, `Stack:${StackId} is in ${StackStatus} state and can not be deleted.`);
        inBackground(() => deployer.remove(stack));
        return {};
      },
    }),

    ListExports: operation({
      needs: (_input, { action }) => [{ action, resource: '*' }],
      input: z.strictObject(paging),
      run(paged) {
        const exports = deployer
          .allStacks()
          .flatMap(({ description: { StackId, Outputs } }) =>
            Outputs.flatMap(({ ExportName, OutputValue }) =>
              ExportName === undefined ? [] : [{ ExportingStackId: StackId, Name: ExportName, Value: OutputValue }],
            ),
          );
        return listed('Exports', exports, paged, { id: ({ Name }) => Name, show: (each) => each, ...pages });
      },
    }),
  };
}
