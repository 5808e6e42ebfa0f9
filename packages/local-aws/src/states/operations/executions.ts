import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { page } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import { checkArn } from '../names.ts';
import { describeExecution, listedExecution } from '../shapes.ts';
import type { StateMachines } from '../state-machines.ts';
import { arn, includedData, onExecution, onMachine, paging } from './common.ts';

/** What is done to executions. A redrive's clientToken and a traceHeader are taken and mean nothing. */
export function executionOperations(machines: StateMachines, clock: Clock) {
  const machineAt = (stateMachineArn: string) => machines.machine(checkArn(stateMachineArn, 'stateMachine'));
  const executionAt = (executionArn: string) => machines.execution(checkArn(executionArn, 'execution'));
  return {
    StartExecution: operation({
      needs: onMachine,
      input: z.strictObject({
        stateMachineArn: arn,
        name: z.string().optional(),
        input: z.string().default('{}'),
        traceHeader: z.string().optional(),
      }),
      run: ({ stateMachineArn, name, input }) =>
        machines.startExecution({
          stateMachineArn: checkArn(stateMachineArn, 'stateMachine'),
          input,
          ...(name === undefined ? {} : { name }),
        }),
    }),

    StopExecution: operation({
      needs: onExecution,
      input: z.strictObject({
        executionArn: arn,
        error: z.string().max(256).optional(),
        cause: z.string().max(32_768).optional(),
      }),
      run({ executionArn, error, cause }) {
        const reason = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
        const { stopTime } = machines.stopExecution(checkArn(executionArn, 'execution'), reason);
        return { stopDate: new Date(stopTime ?? clock.now()) };
      },
    }),

    DescribeExecution: operation({
      needs: onExecution,
      input: z.strictObject({ executionArn: arn, includedData }),
      run: ({ executionArn, includedData }) =>
        describeExecution(executionAt(executionArn), clock.now(), includedData !== 'METADATA_ONLY'),
    }),

    ListExecutions: operation({
      needs: onMachine,
      input: z.strictObject({
        stateMachineArn: arn,
        statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']).optional(),
        redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
        ...paging,
      }),
      run({ stateMachineArn, statusFilter, redriveFilter, ...paged }) {
        const executions = machines
          .listExecutions(machineAt(stateMachineArn).arn)
          .filter(({ status }) => statusFilter === undefined || status === statusFilter)
          .filter(
            ({ redriveCount }) => redriveFilter === undefined || redriveCount > 0 === (redriveFilter === 'REDRIVEN'),
          );
        const { page: taken, ...more } = page(executions, paged, { id: ({ order }) => `execution ${order}` });
        return { executions: taken.map(listedExecution), ...more };
      },
    }),

    GetExecutionHistory: operation({
      needs: onExecution,
      input: z.strictObject({
        executionArn: arn,
        reverseOrder: z.boolean().default(false),
        includeExecutionData: z.boolean().default(true),
        ...paging,
      }),
      run({ executionArn, reverseOrder, includeExecutionData, ...paged }) {
        const { history } = executionAt(executionArn);
        const ids = Array.from({ length: history.length }, (_, index) =>
          reverseOrder ? history.length - index : index + 1,
        );
        const { page: taken, ...more } = page(ids, paged, { id: (id) => `event ${id}` });
        return { events: taken.map((id) => history.event(id, includeExecutionData)), ...more };
      },
    }),

    RedriveExecution: operation({
      needs: onExecution,
      input: z.strictObject({ executionArn: arn, clientToken: z.string().optional() }),
      run({ executionArn }) {
        const { redriveTime } = machines.redriveExecution(checkArn(executionArn, 'execution'));
        return { redriveDate: new Date(redriveTime ?? clock.now()) };
      },
    }),
  };
}
