import type { Cancel, Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { Log, QueueSender } from '../core/types.ts';
import type { BusEvent } from './bus-event.ts';
import { type Failure, classify } from './target.ts';

/** One event on its way to one target. */
export interface Delivery {
  readonly event: BusEvent;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly send: () => Promise<void>;
  /** Further attempts after the first. */
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly deadLetterArn?: string;
}

interface DelivererOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly queues: QueueSender;
}

/** AWS publishes neither figure; with these the default of 185 retries is used up in about a day. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 480_000;

/**
 * Delivers at least once: retries with exponential backoff and jitter, then the dead-letter queue, then a line in the
 * log.
 */
export class Deliverer {
  private readonly options: DelivererOptions;
  private readonly pending = new Set<Cancel>();

  constructor(options: DelivererOptions) {
    this.options = options;
  }

  /** Makes the first attempt after a delay. */
  deliver(delivery: Delivery, delayMs: number): void {
    const firstAt = this.options.clock.now();
    this.later(delayMs, () => this.attempt(delivery, 0, firstAt));
  }

  stop(): void {
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }

  private later(delayMs: number, task: () => Promise<void>): void {
    const cancel = this.options.clock.schedule(delayMs, () => {
      this.pending.delete(cancel);
      void task();
    });
    this.pending.add(cancel);
  }

  /** @param retries how many attempts were made before this one, without the first */
  private async attempt(delivery: Delivery, retries: number, firstAt: number): Promise<void> {
    try {
      await delivery.send();
    } catch (error) {
      const failure = classify(error);
      const delayMs = this.backoff(retries);
      const age = this.options.clock.now() + delayMs - firstAt;
      if (failure.retriable && retries < delivery.maxRetries && age <= delivery.maxAgeMs)
        return this.later(delayMs, () => this.attempt(delivery, retries + 1, firstAt));
      await this.giveUp(delivery, failure, retries);
    }
  }

  private backoff(retries: number): number {
    const longest = Math.min(FIRST_RETRY_MS * 2 ** retries, LONGEST_RETRY_MS);
    return this.options.random.int(longest / 2, longest);
  }

  private async giveUp(
    { event, deadLetterArn, targetArn, ...delivery }: Delivery,
    failure: Failure,
    retries: number,
  ): Promise<void> {
    const { log, queues } = this.options;
    const what = `event ${event.id} (${event['detail-type']}) to ${targetArn}: ${failure.code} ${failure.message}`;
    if (deadLetterArn === undefined) return log('events', `dropped ${what}`);
    const exhausted = retries >= delivery.maxRetries ? 'MaximumRetryAttempts' : 'MaximumEventAgeInSeconds';
    const attributes = {
      RULE_ARN: delivery.ruleArn,
      TARGET_ARN: targetArn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      ...(failure.retriable ? { EXHAUSTED_RETRY_CONDITION: exhausted, RETRY_ATTEMPTS: String(retries) } : {}),
    };
    try {
      await queues.send({
        queueArn: deadLetterArn,
        body: JSON.stringify(event),
        attributes,
        caller: { principal: 'events.amazonaws.com', sourceArn: delivery.ruleArn },
      });
      log('events', `dead letter for ${what}`);
    } catch (error) {
      log('events', `dropped ${what}; its dead-letter queue did not take it: ${String(error)}`);
    }
  }
}
