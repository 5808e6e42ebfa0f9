import { z } from 'zod';
import { onAll } from '../../core/access.ts';
import { page } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import { checkArn } from '../names.ts';
import { describeMachine, listedMachine } from '../shapes.ts';
import type { StateMachines } from '../state-machines.ts';
import { arn, includedData, onExecution, onMachine, paging } from './common.ts';

/** What there is to see of machines, which the template makes, and what changes them without it. */
export function machineOperations(machines: StateMachines) {
  return {
    DescribeStateMachine: operation({
      needs: onMachine,
      input: z.strictObject({ stateMachineArn: arn, includedData }),
      run: ({ stateMachineArn }) => describeMachine(machines.machine(checkArn(stateMachineArn, 'stateMachine'))),
    }),

    DescribeStateMachineForExecution: operation({
      needs: onExecution,
      input: z.strictObject({ executionArn: arn, includedData }),
      run({ executionArn }) {
        const { machine, revision } = machines.execution(checkArn(executionArn, 'execution'));
        return {
          stateMachineArn: machine.arn,
          name: machine.name,
          definition: revision.text,
          roleArn: revision.roleArn,
          updateDate: new Date(revision.writtenAt),
        };
      },
    }),

    /** As `cdk deploy --hotswap` does it; CloudFormation does not hear of it. */
    UpdateStateMachine: operation({
      needs: onMachine,
      input: z.strictObject({ stateMachineArn: arn, definition: z.string() }),
      run({ stateMachineArn, definition }) {
        const { settings } = machines.machine(checkArn(stateMachineArn, 'stateMachine'));
        const { revision } = machines.update(stateMachineArn, { ...settings, definition });
        return { updateDate: new Date(revision.writtenAt) };
      },
    }),

    ListStateMachines: operation({
      needs: onAll,
      input: z.strictObject(paging),
      run(paged) {
        const { page: taken, ...more } = page(machines.listMachines(), paged, { id: ({ arn }) => arn });
        return { stateMachines: taken.map(listedMachine), ...more };
      },
    }),
  };
}
