import { TASK_ROWS, type RolloutFunction } from '../contract/functions.ts';
import type { RetryPolicy } from '../contract/retry-policy.ts';
import { retriesOf } from './retries.ts';

/** One state of the machine: all of it that takes time, makes history or costs money. */
export type OutlineState = TaskState | WaitState | ChoiceState | EndState;

export interface TaskState {
  readonly type: 'task';
  readonly name: string;
  /** The function that it invokes; undefined for one that is none of the rollout's own, and where it invokes none. */
  readonly invokes?: RolloutFunction;
  /** Timeout of that function, in seconds. */
  readonly functionSeconds: number;
  readonly retries: readonly RetryPolicy[];
}

export interface WaitState {
  readonly type: 'wait';
  readonly name: string;
  readonly seconds: number;
}

export interface ChoiceState {
  readonly type: 'choice';
  readonly name: string;
}

/** The execution is over. */
export interface EndState {
  readonly type: 'end';
  readonly name: string;
  readonly ends: 'well' | 'badly';
}

/** A task for one of the rollout's own functions, with all that it retries. */
export const task = (name: string, invokes: RolloutFunction, ofTask: readonly RetryPolicy[]): TaskState => ({
  type: 'task',
  name,
  invokes,
  functionSeconds: TASK_ROWS[invokes].timeoutSeconds,
  retries: retriesOf(invokes, ofTask),
});

/** A task that calls an API of AWS by itself, without a function. It tries once: whoever comes back looks anew. */
export const apiCall = (name: string): TaskState => ({ type: 'task', name, functionSeconds: 0, retries: [] });

export const wait = (name: string, seconds: number): WaitState => ({ type: 'wait', name, seconds });
export const choice = (name: string): ChoiceState => ({ type: 'choice', name });
export const endsWell = (name: string): EndState => ({ type: 'end', name, ends: 'well' });
export const endsBadly = (name: string): EndState => ({ type: 'end', name, ends: 'badly' });
