import { DescribeExecutionCommand, ExecutionDoesNotExist, type SFNClient } from '@aws-sdk/client-sfn';
import type { Executions } from '../index.ts';

/**
 * What became of an execution.
 *
 * Permission: `states:DescribeExecution` on the machine's executions, `arn:…:execution:<machine>:*`.
 *
 * DescribeExecution is eventually consistent: a young execution may not be found yet.
 */
export function sfnExecutions(client: SFNClient): Executions {
  return {
    async status(executionArn) {
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
  };
}
