import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { parseJson } from '../../statemachine/contract/json-text.ts';
import type { Machine } from '../ports.ts';
import type { Definition } from '../story/definition.ts';
import { historyEvent, type HistoryEvent } from '../story/history-event.ts';

/** With an error, what rolls back tells the cause too. */
const STOPPED = 'Aborted';

/** Events of a page. A release makes a few a minute, so that one page is mostly enough. */
const PAGE = 200;

/**
 * Permissions: `states:StartExecution`, `ListExecutions`, `DescribeStateMachine` on the machine;
 * `states:StopExecution`, `DescribeExecution`, `GetExecutionHistory`, `DescribeStateMachineForExecution` on its
 * executions.
 */
export function sfnMachine(
  client: SFNClient,
  stateMachineArn: string,
  answerMachineArn: string = stateMachineArn,
): Machine {
  const start = async (arn: string, input: object): Promise<string> => {
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: arn, input: JSON.stringify(input) }),
    );
    if (executionArn === undefined) throw new Error('Step Functions did not tell which execution it started');
    return executionArn;
  };
  return {
    start: (input) => start(stateMachineArn, input),
    answer: (input) => start(answerMachineArn, input),

    async stop(executionArn, cause) {
      await client.send(new StopExecutionCommand({ executionArn, error: STOPPED, cause }));
    },

    async describe(executionArn) {
      try {
        const {
          status = 'RUNNING',
          startDate,
          stopDate,
          input = '{}',
          error,
          cause,
        } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return {
          arn: executionArn,
          status,
          startedAt: startDate ?? new Date(0),
          ...(stopDate === undefined ? {} : { stoppedAt: stopDate }),
          input: parseJson(input),
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },

    async list(most, statusFilter) {
      const filter = statusFilter === undefined ? {} : { statusFilter };
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: most, ...filter }),
      );
      return executions.map(({ executionArn = '', status = 'RUNNING', startDate, stopDate }) => ({
        arn: executionArn,
        status,
        startedAt: startDate ?? new Date(0),
        ...(stopDate === undefined ? {} : { stoppedAt: stopDate }),
      }));
    },

    /** From the end backwards, so that what is known is not asked for again. */
    async history(executionArn, after) {
      const found: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const asked = {
          executionArn,
          reverseOrder: true,
          maxResults: PAGE,
          includeExecutionData: true,
          ...(nextToken === undefined ? {} : { nextToken }),
        };
        const answer = await client.send(new GetExecutionHistoryCommand(asked));
        const events = (answer.events ?? []).map(historyEvent);
        found.push(...events.filter(({ id }) => id > after));
        nextToken = events.some(({ id }) => id <= after + 1) ? undefined : answer.nextToken;
      } while (nextToken !== undefined);
      return found.toReversed();
    },

    async definition() {
      return definitionIn((await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition);
    },

    async definitionOf(executionArn) {
      return definitionIn(
        (await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).definition,
      );
    },
  };
}

function definitionIn(text = '{}'): Definition {
  return JSON.parse(text) as Definition;
}
