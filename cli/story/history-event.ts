import { parseJson } from '../../statemachine/contract/json-text.ts';

/** An event as GetExecutionHistory gives it, or as JSON made of that. What it is about stands under one more key. */
export interface DescribedEvent {
  readonly id?: number | undefined;
  readonly timestamp?: Date | string | undefined;
  readonly type?: string | undefined;
}

/** An event of an execution's history, reduced to what a story is told from. */
export interface HistoryEvent {
  readonly id: number;
  readonly at: number;
  /** AWS's name of it, such as TaskStateEntered. */
  readonly type: string;
  /** The state that is entered or left. */
  readonly state?: string;
  /** Of a state that is left. Parsed; undefined when there is none or it is no JSON. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

export function historyEvent(event: DescribedEvent): HistoryEvent {
  const { id = 0, timestamp = 0, type = '' } = event;
  const { cause, error, name, output } = detailsOf(event);
  return {
    id,
    at: new Date(timestamp).getTime(),
    type,
    ...(/State(Entered|Exited)$/.test(type) && typeof name === 'string' && { state: name }),
    ...(type.endsWith('StateExited') && typeof output === 'string' && { output: parseJson(output) }),
    ...(typeof error === 'string' && { error }),
    ...(typeof cause === 'string' && { cause }),
  };
}

/** What stands under the one key that depends on the event's type. */
export function detailsOf(event: DescribedEvent): Readonly<Record<string, unknown>> {
  const found = Object.entries(event).find(([key, value]) => key.endsWith('EventDetails') && value !== undefined);
  return (found?.[1] ?? {}) as Readonly<Record<string, unknown>>;
}

/** Whether a try of a task failed. Its state tries again, or catches the error, or the execution ends with it. */
export function isFailedTry(type: string): boolean {
  return FAILED_TRY.test(type);
}

const FAILED_TRY = /^((Task|LambdaFunction)(Failed|TimedOut|StartFailed|SubmitFailed)|EvaluationFailed)$/;

/** How an execution ended, by the type of its last event; undefined for every other event. */
export function endedAs(type: string): EndStatus | undefined {
  return ENDED[type];
}

export type EndStatus = 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';

const ENDED: Readonly<Record<string, EndStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};
