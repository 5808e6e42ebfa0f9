import type { Clock } from './clock.ts';

/**
 * Writes that are refused for a while, again and again: whoever writes a resource that nobody has tried to write for
 * long meets a conflict, which lasts so long; for as long after it writes go through.
 */
export class Conflicts {
  private readonly clock: Pick<Clock, 'now'>;
  private readonly lastMs: number;
  /** When the latest conflict began, by resource. */
  private readonly began = new Map<string, number>();

  /** @param seconds how long a conflict lasts, simulated; with 0 there is never one */
  constructor(clock: Pick<Clock, 'now'>, seconds: number) {
    this.clock = clock;
    this.lastMs = seconds * 1000;
  }

  /** Whether this write of that resource meets one. */
  meets(resource: string): boolean {
    if (this.lastMs === 0) return false;
    const now = this.clock.now();
    const began = this.began.get(resource) ?? -Infinity;
    if (now < began + this.lastMs) return true;
    if (now < began + 2 * this.lastMs) return false;
    this.began.set(resource, now);
    return true;
  }
}
