import { z } from 'zod';
import { parseInput } from '../core/operation-input.ts';
import { page } from '../core/paging.ts';
import type { Input, Operations } from '../core/types.ts';
import { checkArn } from './names.ts';
import { describeExecution, describeMachine, listedExecution, listedMachine } from './shapes.ts';
import type { StateMachines } from './state-machines.ts';

const arn = z.string().min(1).max(256);
const paging = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().min(1).optional() };
const includedData = z.enum(['ALL_DATA', 'METADATA_ONLY']).optional();

const requests = {
  StartExecution: z.strictObject({
    stateMachineArn: arn,
    name: z.string().optional(),
    input: z.string().default('{}'),
    traceHeader: z.string().optional(),
  }),
  StopExecution: z.strictObject({
    executionArn: arn,
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional(),
  }),
  DescribeExecution: z.strictObject({ executionArn: arn, includedData }),
  ListExecutions: z.strictObject({
    stateMachineArn: arn,
    statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']).optional(),
    redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
    ...paging,
  }),
  GetExecutionHistory: z.strictObject({
    executionArn: arn,
    reverseOrder: z.boolean().default(false),
    includeExecutionData: z.boolean().default(true),
    ...paging,
  }),
  DescribeStateMachine: z.strictObject({ stateMachineArn: arn, includedData }),
  DescribeStateMachineForExecution: z.strictObject({ executionArn: arn, includedData }),
  ListStateMachines: z.strictObject(paging),
  RedriveExecution: z.strictObject({ executionArn: arn, clientToken: z.string().optional() }),
} as const;

/** @throws AwsError ValidationException, InvalidArn */
function parse<T extends object>(schema: z.ZodType<T>, input: Input): T {
  const parsed = parseInput(schema, input, 'ValidationException');
  if ('stateMachineArn' in parsed) checkArn(String(parsed.stateMachineArn), 'stateMachine');
  if ('executionArn' in parsed) checkArn(String(parsed.executionArn), 'execution');
  return parsed;
}

/**
 * The service's API: AWS's names, arguments and results. Unknown or malformed arguments are a
 * ValidationException that names them. A redrive's clientToken and a traceHeader are taken and mean nothing.
 */
export function statesOperations(machines: StateMachines, now: () => number): Operations {
  return {
    async StartExecution(input) {
      const { stateMachineArn, name, input: text } = parse(requests.StartExecution, input);
      return machines.startExecution({ stateMachineArn, input: text, ...(name === undefined ? {} : { name }) });
    },
    async StopExecution(input) {
      const { executionArn, error, cause } = parse(requests.StopExecution, input);
      const reason = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
      const { stopTime } = machines.stopExecution(executionArn, reason);
      return { stopDate: new Date(stopTime ?? now()) };
    },
    async DescribeExecution(input) {
      const { executionArn, includedData } = parse(requests.DescribeExecution, input);
      return describeExecution(machines.execution(executionArn), now(), includedData !== 'METADATA_ONLY');
    },
    async ListExecutions(input) {
      const { stateMachineArn, statusFilter, redriveFilter, ...paged } = parse(requests.ListExecutions, input);
      const { arn } = machines.machine(stateMachineArn);
      const executions = machines
        .listExecutions(arn)
        .filter(({ status }) => statusFilter === undefined || status === statusFilter)
        .filter(
          ({ redriveCount }) => redriveFilter === undefined || redriveCount > 0 === (redriveFilter === 'REDRIVEN'),
        );
      const { page: taken, ...more } = page(executions, paged, { id: ({ order }) => `execution ${order}` });
      return { executions: taken.map(listedExecution), ...more };
    },
    async GetExecutionHistory(input) {
      const { executionArn, reverseOrder, includeExecutionData, ...paged } = parse(requests.GetExecutionHistory, input);
      const { history } = machines.execution(executionArn);
      const ids = Array.from({ length: history.length }, (_, index) =>
        reverseOrder ? history.length - index : index + 1,
      );
      const { page: taken, ...more } = page(ids, paged, { id: (id) => `event ${id}` });
      return { events: taken.map((id) => history.event(id, includeExecutionData)), ...more };
    },
    async DescribeStateMachine(input) {
      const { stateMachineArn } = parse(requests.DescribeStateMachine, input);
      return describeMachine(machines.machine(stateMachineArn));
    },
    async DescribeStateMachineForExecution(input) {
      const { machine, revision } = machines.execution(
        parse(requests.DescribeStateMachineForExecution, input).executionArn,
      );
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        definition: revision.text,
        roleArn: revision.roleArn,
        updateDate: new Date(revision.writtenAt),
      };
    },
    async ListStateMachines(input) {
      const { page: taken, ...more } = page(machines.listMachines(), parse(requests.ListStateMachines, input), {
        id: ({ arn }) => arn,
      });
      return { stateMachines: taken.map(listedMachine), ...more };
    },
    async RedriveExecution(input) {
      const { redriveTime } = machines.redriveExecution(parse(requests.RedriveExecution, input).executionArn);
      return { redriveDate: new Date(redriveTime ?? now()) };
    },
  };
}
