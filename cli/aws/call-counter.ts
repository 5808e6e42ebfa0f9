import type { Calls } from '../certify/ports.ts';

/** How each service says that there were too many ("Error handling", of each API reference). */
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|LimitExceededException|SlowDown/;

/** Counts what goes over the wire. The SDK tries again by itself, and tells nobody but who listens to each try. */
export class CallCounter {
  private sent = 0;
  private readonly throttled: Record<string, number> = {};

  /** One try is sent. */
  began(): void {
    this.sent += 1;
  }

  /** @param operation such as `CloudWatch GetMetricData` */
  failed(operation: string, error: unknown): void {
    if (error instanceof Error && THROTTLED.test(error.name))
      this.throttled[operation] = (this.throttled[operation] ?? 0) + 1;
  }

  calls(): Calls {
    return { sent: this.sent, throttled: { ...this.throttled } };
  }
}
