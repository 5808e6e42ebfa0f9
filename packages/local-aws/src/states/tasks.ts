/** How a Task state's resource is called; the interpreter knows no service. */
export interface TaskRunner {
  /**
   * The resources it knows. A definition with another one is refused when the machine is created. Default: all are
   * taken.
   */
  readonly resources?: readonly string[];
  /**
   * Rejects with a TaskError (or anything that carries `error` and `cause` texts) when the task failed; any
   * other rejection fails the execution with States.Runtime, which nothing catches.
   */
  run(resource: string, args: unknown, context: TaskContext): Promise<unknown>;
}

export interface TaskContext {
  readonly executionArn: string;
  readonly roleArn?: string;
  /** Aborted when nobody waits for the result any more: the state or the execution timed out, or was stopped. */
  readonly signal: AbortSignal;
}

/** Several as one: each is called for what it knows. Give no one that takes all. */
export function oneOf(runners: readonly TaskRunner[]): TaskRunner {
  return {
    resources: runners.flatMap(({ resources = [] }) => resources),
    async run(resource, args, context) {
      const runner = runners.find(({ resources = [] }) => resources.includes(resource));
      if (runner === undefined) throw new TypeError(`${resource} is not supported`);
      return runner.run(resource, args, context);
    },
  };
}

/** A task failed: `error` is what Retry and Catch match. */
export class TaskError extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'TaskError';
    this.error = error;
    this.cause = cause;
  }
}

export function isTaskError(thrown: unknown): thrown is { readonly error: string; readonly cause: string } {
  const { error, cause } = (thrown ?? {}) as { error?: unknown; cause?: unknown };
  return typeof error === 'string' && typeof cause === 'string';
}
