import type { Cancel } from '../core/clock.ts';
import type { Execution, ExecutionStatus, Surroundings, Transition } from './execution.ts';
import type { Details } from './history.ts';
import { isoTime } from './timestamp.ts';
import { StateError, StatesError } from './state-error.ts';

/** Thrown out of whatever was under way when the execution ended; nobody reports it. */
export class ExecutionOver extends Error {}

export interface Ending {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly error?: string;
  readonly cause?: string;
  readonly output?: string;
}

const ENDED = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  ABORTED: 'ExecutionAborted',
  TIMED_OUT: 'ExecutionTimedOut',
} as const;

/**
 * An execution from its start, or from a redrive, to its end. Everything that happens in it is recorded through
 * it, so that nothing of it can happen after the end.
 */
export class RunningExecution {
  readonly execution: Execution;
  readonly surroundings: Surroundings;
  private readonly listeners = new Set<(reason: ExecutionOver) => void>();
  private described: object | undefined;
  private ended = false;
  private readonly cancelTimeout: Cancel;

  /** The machine's TimeoutSeconds count from here: a redrive starts them anew. */
  constructor(execution: Execution, surroundings: Surroundings) {
    this.execution = execution;
    this.surroundings = surroundings;
    const { timeoutSeconds } = execution.revision.definition;
    this.cancelTimeout =
      timeoutSeconds === undefined
        ? () => undefined
        : surroundings.clock.schedule(timeoutSeconds * 1000, () => this.end({ status: 'TIMED_OUT' }));
  }

  /** Of the context object, the same in each state of this life. */
  get about(): object {
    return (this.described ??= Object.freeze(describe(this.execution)));
  }

  get over(): boolean {
    return this.ended;
  }

  /** A light AbortSignal: there are several to every transition. @returns an undo */
  onOver(listener: (reason: ExecutionOver) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Simulated milliseconds. @throws ExecutionOver when the execution ends meanwhile */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.surroundings.clock.schedule(delayMs, () => {
        stopListening();
        resolve();
      });
      const stopListening = this.onOver((reason) => {
        cancel();
        reject(reason);
      });
    });
  }

  /** @throws ExecutionOver, or StateError States.Runtime when the history is full */
  record(type: string, details: Details): number {
    if (this.over) throw new ExecutionOver();
    const { history } = this.execution;
    if (history.full)
      throw new StateError(StatesError.Runtime, 'The execution reached the maximum number of history events (25000).');
    return history.append(type, this.surroundings.clock.now(), details);
  }

  moved(type: Transition['type'], about: Partial<Transition> = {}): void {
    const { arn, machine } = this.execution;
    this.surroundings.moved({
      type,
      executionArn: arn,
      machine: machine.name,
      time: this.surroundings.clock.now(),
      ...about,
    });
  }

  /** Only the first ending counts. */
  end(ending: Ending): void {
    if (this.ended) return;
    this.ended = true;
    const { execution, surroundings } = this;
    this.cancelTimeout();
    const over = new ExecutionOver();
    for (const listener of this.listeners) listener(over);
    const { status, output, ...failure } = ending;
    execution.history.append(ENDED[status], surroundings.clock.now(), output === undefined ? failure : { output });
    Object.assign(execution, { stopTime: surroundings.clock.now(), ...ending });
    surroundings.changed(execution);
    this.moved('ended', ending);
  }
}

function describe({ arn, name, revision, input, startTime, redriveCount, redriveTime }: Execution): object {
  return {
    Id: arn,
    Input: input.value,
    Name: name,
    ...(revision.roleArn === undefined ? {} : { RoleArn: revision.roleArn }),
    StartTime: isoTime(startTime),
    RedriveCount: redriveCount,
    ...(redriveTime === undefined ? {} : { RedriveTime: isoTime(redriveTime) }),
  };
}
