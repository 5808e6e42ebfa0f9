import type { Clock } from './clock.ts';

/** An allowance of so many calls a second, of which one second's worth may be used at once. */
export class TokenBucket {
  private readonly perSecond: number;
  private readonly clock: Pick<Clock, 'now'>;
  private tokens: number;
  private filledAt: number;

  constructor(perSecond: number, clock: Pick<Clock, 'now'>) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.tokens = perSecond;
    this.filledAt = clock.now();
  }

  /** Whether one more call is allowed; it then counts. */
  take(): boolean {
    const now = this.clock.now();
    this.tokens = Math.min(this.perSecond, this.tokens + (Math.max(0, now - this.filledAt) * this.perSecond) / 1000);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
