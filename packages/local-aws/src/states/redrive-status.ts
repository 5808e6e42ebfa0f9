import type { Execution } from './execution.ts';

/** How long after its end an execution can be redriven: 14 days (developer guide, "redrive eligibility"). */
const REDRIVABLE_MS = 14 * 24 * 3600 * 1000;

/** Whether RedriveExecution would take the execution, and why not, in AWS's words. */
export function redriveStatus(
  execution: Execution,
  now: number,
): { redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE'; redriveStatusReason?: string } {
  const redriveStatusReason = refusal(execution, now);
  return redriveStatusReason === undefined
    ? { redriveStatus: 'REDRIVABLE' }
    : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason };
}

function refusal({ status, machine, history, stopTime }: Execution, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (machine.status === 'DELETING') return 'State machine is in DELETING status';
  if (history.full) return 'Execution history event limit exceeded';
  return now - (stopTime ?? now) > REDRIVABLE_MS ? 'Execution redrivable period exceeded' : undefined;
}
