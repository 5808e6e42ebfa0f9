import type { CloudEvent } from '../core/types.ts';
import type { Execution } from './execution.ts';
import { redriveStatus } from './redrive-status.ts';
import { DATA_LIMIT_BYTES } from './state-error.ts';

/** AWS leaves input and output out of an event that would become too large (developer guide: 248 KiB, escaped). */
const INCLUDED_BYTES = DATA_LIMIT_BYTES - 8 * 1024;

/** What EventBridge gets when an execution's status changes. Times are epoch milliseconds; AWS emits it best effort. */
export function statusChangeEvent(execution: Execution, now: number): CloudEvent {
  const { input, output } = execution;
  const included = escapedLength(input.text) + escapedLength(output ?? '') <= INCLUDED_BYTES;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [execution.arn],
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machine.arn,
      name: execution.name,
      status: execution.status,
      startDate: Math.trunc(execution.startTime),
      stopDate: truncated(execution.stopTime),
      input: included ? input.text : null,
      inputDetails: { included },
      output: included ? (output ?? null) : null,
      outputDetails: output === undefined ? null : { included },
      error: execution.error ?? null,
      cause: execution.cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: execution.redriveCount,
      redriveDate: truncated(execution.redriveTime),
      redriveStatusReason: null,
      ...redriveStatus(execution, now),
    },
  };
}

function truncated(time: number | undefined): number | null {
  return time === undefined ? null : Math.trunc(time);
}

/** Text inside text: every quote and backslash takes one byte more. */
function escapedLength(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
