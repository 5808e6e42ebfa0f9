import type { Clock } from '../core/clock.ts';
import type { Execution } from './execution.ts';
import type { RunningExecution } from './running-execution.ts';
import type { TaskContext } from './tasks.ts';

/** The task did not answer within its time. */
export class TimedOut extends Error {}

/** The signal is made when the task asks for it, which few do. */
class CancellableContext implements TaskContext {
  readonly executionArn: string;
  readonly roleArn?: string;
  private controller: AbortController | undefined;
  private reason: Error | undefined;

  constructor({ arn, revision }: Execution) {
    this.executionArn = arn;
    if (revision.roleArn !== undefined) this.roleArn = revision.roleArn;
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.reason !== undefined) this.controller.abort(this.reason);
    return this.controller.signal;
  }

  end(reason: Error): void {
    this.reason = reason;
    this.controller?.abort(reason);
  }
}

/**
 * Waits for a task no longer than it may take and the execution lives. What the task does afterwards is nobody's
 * business here: a Lambda function that runs is not stopped by anything.
 * @throws TimedOut, or ExecutionOver when the execution ends first
 */
export function raceTask<T>(
  task: (context: TaskContext) => Promise<T>,
  clock: Clock,
  running: RunningExecution,
  timeoutMs?: number,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const context = new CancellableContext(running.execution);
    const settle = (finish: () => void) => {
      cancelTimeout();
      stopListening();
      finish();
    };
    const giveUp = (reason: Error) =>
      settle(() => {
        context.end(reason);
        reject(reason);
      });
    const cancelTimeout =
      timeoutMs === undefined ? () => undefined : clock.schedule(timeoutMs, () => giveUp(new TimedOut()));
    const stopListening = running.onOver(giveUp);
    task(context).then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
