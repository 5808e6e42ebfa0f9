import { ContractError } from '../statemachine/contract/errors.ts';
import type { Execution } from '../statemachine/contract/shapes.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** What people know an execution by: the last part of its ARN. Anything else is its own name. */
export function executionName(id: string): string {
  return id.startsWith('arn:') ? id.slice(id.lastIndexOf(':') + 1) : id;
}

/**
 * A dead execution can be redriven for 14 days and would go on with what it knew then.
 * @param what the thing that a redriven execution may not do: "shift traffic to the canary"
 * @throws ContractError Redriven
 */
export function refuseRedrive(execution: Execution, what: string): void {
  if (execution.redrives === 0) return;
  throw new ContractError(
    'Redriven',
    `execution ${executionName(execution.id)} was redriven and may not ${what}; start a new execution`,
  );
}
