import type { CloudEvent } from 'local-aws';
import type { VirtualClock } from 'local-aws/clock';
import { LAMBDA_REFUSES } from '../../statemachine/contract/retry-policy.ts';
import type { SimulationOptions } from './options.ts';
import { asksForRollback, delaysOf } from './rules.ts';

/** Where things are delivered. */
export interface Receivers {
  /** @param nth counts the events, from 1 */
  readonly event: (event: CloudEvent, nth: number) => void;
  readonly message: (body: string, publishedAt: Date) => Promise<void>;
}

/** The two ways on which a rollback is asked for: what a rule lets through, and the topic. Each takes its time. */
export class Deliveries {
  private readonly clock: VirtualClock;
  private readonly options: Pick<SimulationOptions, 'deliver' | 'alsoAsks' | 'notify'>;
  private readonly receivers: Receivers;
  private events = 0;
  /** Those that are still to come. */
  outstanding = 0;

  constructor(clock: VirtualClock, options: Deliveries['options'], receivers: Receivers) {
    this.clock = clock;
    this.options = options;
    this.receivers = receivers;
  }

  event(event: CloudEvent): void {
    if (!asksForRollback(event) && this.options.alsoAsks?.(event) !== true) return;
    for (const delay of delaysOf(this.options.deliver?.(event) ?? 'deliver', 150)) {
      this.later(delay, () => this.receivers.event(event, ++this.events));
    }
  }

  /** @param arrives told when it is there for the first time: before that nobody can know of it */
  message(body: string, publishedAt: Date, arrives: (publishedAt: Date) => void = () => {}): void {
    const delays = delaysOf(this.options.notify?.() ?? 'deliver', 200);
    if (delays.length > 0) this.later(Math.min(...delays), () => arrives(publishedAt));
    for (const delay of delays) this.deliverMessage(body, publishedAt, [delay, 60_000, 120_000]);
  }

  /**
   * Lambda calls the function again a minute and two minutes after it failed, and then no more. What it has no room for
   * it keeps, and tries again after a second and then twice as long each time, at most 5 minutes ("Error handling for
   * asynchronous invocation" in Lambda's developer guide).
   */
  private deliverMessage(
    body: string,
    publishedAt: Date,
    [delay, ...later]: readonly number[],
    noRoomMs = 1_000,
  ): void {
    if (delay === undefined) return;
    this.later(
      delay,
      () =>
        void this.receivers.message(body, publishedAt).catch((error: unknown) => {
          if ((error as Error).name !== LAMBDA_REFUSES) return this.deliverMessage(body, publishedAt, later);
          const next = Math.min(2 * noRoomMs, 300_000);
          this.deliverMessage(body, publishedAt, [noRoomMs, ...later], next);
        }),
    );
  }

  private later(delayMs: number, deliver: () => void): void {
    this.outstanding++;
    this.clock.schedule(delayMs, () => {
      this.outstanding--;
      deliver();
    });
  }
}
