import type { Cancel, Clock } from '../core/clock.ts';
import type { Invocation, InvocationResult, Log, QueueSender } from '../core/types.ts';
import { roleOf } from './access.ts';
import { LATEST, type AsyncConfig } from './model.ts';
import type { Target } from './registry.ts';

/** Simulated delays before the first and the second retry, as Lambda documents them. */
const RETRY_DELAYS_MS = [60_000, 120_000] as const;

/**
 * What there is no room for goes back to the queue: a second later, then twice as long each time up to 5 minutes, and
 * none of it counts as a retry ("Understanding how Lambda handles errors and retries" in the developer guide).
 */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;

/** Lambda's defaults. */
const DEFAULT_CONFIG: AsyncConfig = { retries: 2, maxAgeSeconds: 6 * 3600 };

export interface AsyncOptions {
  readonly clock: Clock;
  readonly queues: QueueSender;
  readonly log: Log;
  /** Looks the function up anew: an alias may have moved since. */
  target(invocation: Invocation): Target;
  run(invocation: Invocation, requestId: string): Promise<InvocationResult>;
}

/**
 * Events that nobody waits for: run at once, retried twice when the function fails, then handed to the on-failure
 * destination and the dead-letter queue.
 */
export class AsyncInvocations {
  private readonly options: AsyncOptions;
  private readonly retries = new Set<Cancel>();
  private closed = false;

  constructor(options: AsyncOptions) {
    this.options = options;
  }

  take(invocation: Invocation, requestId: string): void {
    void this.attempt(invocation, requestId, 0, this.options.clock.now());
  }

  /** Whether an event waits to be tried again. */
  get waiting(): boolean {
    return this.retries.size > 0;
  }

  /** Forgets what still waits for a retry. */
  close(): void {
    this.closed = true;
    this.retries.forEach((cancel) => cancel());
  }

  private async attempt(
    invocation: Invocation,
    requestId: string,
    retries: number,
    takenAt: number,
    waitMs = FIRST_WAIT_MS,
  ): Promise<void> {
    let noRoom = false;
    const result = await this.options.run(invocation, requestId).catch((error: Error): InvocationResult => {
      noRoom = error.name === 'TooManyRequestsException';
      return {
        executedVersion: LATEST,
        functionError: 'Unhandled',
        payload: JSON.stringify({ errorType: error.name, errorMessage: error.message }),
      };
    });
    if (result.functionError === undefined || this.closed) return;
    const config = this.configFor(invocation);
    const isOver = (delay: number) => this.options.clock.now() + delay - takenAt > config.maxAgeSeconds * 1000;
    if (noRoom && !isOver(waitMs)) {
      const longer = Math.min(2 * waitMs, LONGEST_WAIT_MS);
      return this.later(waitMs, () => this.attempt(invocation, requestId, retries, takenAt, longer));
    }
    const delay = RETRY_DELAYS_MS[retries];
    const tooOld = delay !== undefined && isOver(delay);
    if (delay !== undefined && retries < config.retries && !tooOld)
      return this.later(delay, () => this.attempt(invocation, requestId, retries + 1, takenAt));
    const condition = tooOld ? 'EventAgeExceeded' : 'RetriesExhausted';
    this.options.log(
      'lambda',
      `${invocation.functionArn} failed for good after ${retries + 1} attempts (${condition}): ${result.payload}`,
    );
    await this.giveUp(invocation, requestId, result, { condition, approximateInvokeCount: retries + 1 }).catch(
      (error: Error) =>
        this.options.log(
          'lambda',
          `${invocation.functionArn}: the failed event could not be handed on: ${error.message}`,
        ),
    );
  }

  private later(delayMs: number, attempt: () => Promise<void>): void {
    const cancel = this.options.clock.schedule(delayMs, () => {
      this.retries.delete(cancel);
      void attempt();
    });
    this.retries.add(cancel);
  }

  private configFor(invocation: Invocation): AsyncConfig {
    try {
      const { record, qualifier } = this.options.target(invocation);
      return record.asyncConfigs.get(qualifier ?? LATEST) ?? DEFAULT_CONFIG;
    } catch {
      // The function is gone meanwhile; the run said so.
      return DEFAULT_CONFIG;
    }
  }

  private async giveUp(
    invocation: Invocation,
    requestId: string,
    result: InvocationResult,
    why: { condition: string; approximateInvokeCount: number },
  ): Promise<void> {
    const { record, snapshot, qualifier } = this.options.target(invocation);
    const caller = roleOf(record.name, snapshot.configuration);
    const queueArn = snapshot.configuration.deadLetterArn;
    const { errorMessage = '' } = JSON.parse(result.payload) as { errorMessage?: string };
    if (queueArn !== undefined) {
      const attributes = { RequestID: requestId, ErrorCode: '200', ErrorMessage: errorMessage };
      await this.options.queues.send({ queueArn, body: invocation.payload, attributes, caller });
    }
    const onFailureArn = this.configFor(invocation).onFailureArn;
    if (onFailureArn === undefined) return;
    const failure = {
      version: '1.0',
      timestamp: new Date(this.options.clock.now()).toISOString(),
      requestContext: { requestId, functionArn: `${record.arn}:${qualifier ?? LATEST}`, ...why },
      requestPayload: JSON.parse(invocation.payload) as unknown,
      responseContext: {
        statusCode: 200,
        executedVersion: result.executedVersion,
        functionError: result.functionError,
      },
      responsePayload: JSON.parse(result.payload) as unknown,
    };
    await this.options.queues.send({ queueArn: onFailureArn, body: JSON.stringify(failure), caller });
  }
}
