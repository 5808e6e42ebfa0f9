import type { Template } from './expressions.ts';
import type { Retrier } from './retry.ts';

/** What a way out of a state does besides leading to the next one. */
export interface Effects {
  readonly assign?: Template;
  readonly output?: Template;
}

export interface Catcher extends Effects {
  readonly errorEquals: readonly string[];
  readonly next: string;
}

export interface Rule extends Effects {
  readonly condition: Template;
  readonly next: string;
}

interface Named {
  readonly name: string;
}

/** `next` is absent where the state ends the execution. */
interface Flowing extends Named, Effects {
  readonly next?: string;
}

/** As the history names a resource: `arn:aws:states:::lambda:invoke` is `invoke` of `lambda`. */
export type ResourceNames = Readonly<Record<'resourceType' | 'resource', string>>;

export interface TaskState extends Flowing {
  readonly type: 'Task';
  readonly resource: string;
  readonly resourceNames: ResourceNames;
  readonly arguments?: Template;
  readonly timeoutSeconds?: Template;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface WaitState extends Flowing {
  readonly type: 'Wait';
  readonly seconds?: Template;
  readonly timestamp?: Template;
}

export interface ChoiceState extends Named, Effects {
  readonly type: 'Choice';
  readonly choices: readonly Rule[];
  readonly default?: string;
}

export interface PassState extends Flowing {
  readonly type: 'Pass';
}

export interface SucceedState extends Named, Effects {
  readonly type: 'Succeed';
}

export interface FailState extends Named {
  readonly type: 'Fail';
  readonly error?: Template;
  readonly cause?: Template;
}

export type State = TaskState | WaitState | ChoiceState | PassState | SucceedState | FailState;

export interface Definition {
  readonly startAt: string;
  readonly timeoutSeconds?: number;
  readonly states: ReadonlyMap<string, State>;
}
