import { type Cancel, type Clock, sleepOn } from './clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/**
 * Simulated time that stands still until it is told to move: one process, no waiting. Timers run in order of
 * time, then of scheduling, and everything a timer set off settles before the next one runs.
 */
export class VirtualClock implements Clock {
  private time: number;
  private order = 0;
  private stopped = false;
  private readonly timers: Timer[] = [];

  private readonly runsFirst: () => Promise<boolean>;

  /** @param runsFirst what else may run before the next timer does; true when something did. Nothing unless told */
  constructor(start = Date.UTC(2026, 0, 5, 9, 0, 0), runsFirst: () => Promise<boolean> = async () => false) {
    this.time = start;
    this.runsFirst = runsFirst;
  }

  now(): number {
    return this.time;
  }

  schedule(delayMs: number, task: () => void): Cancel {
    if (this.stopped) return () => undefined;
    const timer = { at: this.time + Math.max(delayMs, 0), order: this.order++, task };
    const after = this.timers.findIndex((other) => other.at > timer.at);
    this.timers.splice(after === -1 ? this.timers.length : after, 0, timer);
    return () => {
      const index = this.timers.indexOf(timer);
      if (index !== -1) this.timers.splice(index, 1);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }

  /** Runs everything that is due up to `untilMs`, then stands at `untilMs`. */
  async runUntil(untilMs: number): Promise<void> {
    await this.run(() => false, untilMs);
    this.time = Math.max(this.time, untilMs);
  }

  /** Runs until `done()` says so, at most until `limitMs`; false when the limit came first. */
  async runWhile(undone: () => boolean, limitMs: number): Promise<boolean> {
    await this.run(() => !undone(), limitMs);
    return !undone();
  }

  /** Runs the next timer and waits for all that it sets off; false when none is due up to `limitMs`. */
  async runNext(limitMs: number): Promise<boolean> {
    await this.quiet();
    const ran = this.runDue(limitMs);
    if (ran) await this.quiet();
    return ran;
  }

  /** Forgets everything that was scheduled, and schedules nothing more: whoever waits, waits for ever. */
  stop(): void {
    this.stopped = true;
    this.timers.length = 0;
  }

  private async run(done: () => boolean, limitMs: number): Promise<void> {
    for (;;) {
      await settled();
      if (done()) return;
      if (await this.runsFirst()) continue;
      if (!this.runDue(limitMs)) return;
    }
  }

  private async quiet(): Promise<void> {
    do await settled();
    while (await this.runsFirst());
  }

  private runDue(limitMs: number): boolean {
    const [next] = this.timers;
    if (next === undefined || next.at > limitMs) return false;
    this.timers.shift();
    this.time = next.at;
    next.task();
    return true;
  }
}

/** All promises that can go on without a timer have done so: one turn of the event loop drains the microtasks. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
