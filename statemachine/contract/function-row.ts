import type * as z from 'zod';
import type { Plan } from './plan.ts';
import { hasConcurrency } from './provision.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** A way of using a port of the handlers. Each has one grant: permissions, and the environment that the port reads. */
export type PortName =
  | 'records'
  | 'history'
  | 'listenerRead'
  | 'listener'
  | 'aliasesRead'
  | 'versionsRead'
  | 'versions'
  | 'invoker'
  | 'versionInvoker'
  | 'hooks'
  | 'alarms'
  | 'minutes'
  | 'announcer'
  | 'meter'
  | 'preview'
  | 'concurrency'
  | 'concurrencyRemoval'
  | 'existing'
  | 'adoption';

/** What decides which ports a function has: the plan, and what is on beside it. */
export type Deployed = Plan & {
  readonly preview?: object | undefined;
  /** A listener of others. */
  readonly listener?: object | undefined;
};

/** Of functions that put the alias `preview` where it belongs. */
export const WITH_PREVIEW = { preview: ({ preview }: Deployed) => preview !== undefined };
/** Of functions that must leave the default action of a listener of others alone, unless it is this service's. */
export const WITH_EXISTING = { existing: ({ listener }: Deployed) => listener !== undefined };
/** Of functions that take provisioned concurrency away from versions that are out. */
export const WITH_CONCURRENCY = { concurrencyRemoval: hasConcurrency };

/** What is true of a function, whoever invokes it. */
export interface FunctionRow {
  /** `handlers/<file>.ts`; also its bundle's folder, and what logs and messages call it. */
  readonly file: string;
  /** Description of the Lambda function. */
  readonly does: string;
  /** Lambda ends it after so many seconds. */
  readonly timeoutSeconds: number;
  /**
   * How many of it may always run at once, and no more, where `reserveConcurrency` is on. @default - it shares the rest
   */
  readonly reserves?: number;
  /** What it may do, and what its environment tells. */
  readonly ports: readonly (PortName | 'executions')[];
  /** Ports that it has in some deployments only. */
  readonly portsIf?: { readonly [Port in PortName]?: (deployed: Deployed) => boolean };
  /** Deployed in some deployments only. @default - in every one */
  readonly onlyIf?: (deployed: Deployed) => boolean;
  /** What a task of the machine sends. @default - no task invokes it */
  readonly args?: z.ZodType;
  /** What a topic or a schedule sends. @default - only tasks invoke it */
  readonly event?: z.ZodType;
  /** True when an event that it failed on, after Lambda's own retries, is kept in the dead-letter queue. */
  readonly keepsUndelivered?: true;
}

/** A function that tasks of the machine invoke. */
export interface TaskRow<A = unknown, R = unknown> extends FunctionRow {
  readonly args: z.ZodType<A>;
  readonly result: Answers<R>;
  /**
   * Its own errors that are worth another try, in every task. Its tasks add what goes for all functions.
   * @default - none
   */
  readonly retries?: readonly RetryPolicy[];
  /** None for executions: that permission names the machine, whose tasks name this function. */
  readonly ports: readonly PortName[];
}

/** A function that no task invokes. */
export interface EventRow extends FunctionRow {
  readonly args?: never;
  readonly event: z.ZodType;
}

/** The type of an answer. Nothing checks it at run time: each Choice has a default for what it cannot read. */
export interface Answers<R> {
  readonly type?: R;
}
export const answers = <R>(): Answers<R> => ({});
