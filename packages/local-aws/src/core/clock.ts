/** Undoes a schedule; harmless when the task has run. */
export type Cancel = () => void;

/** Simulated time: what waits, schedules, metric periods and alarms go by. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Runs the task once, `delayMs` simulated milliseconds from now. */
  schedule(delayMs: number, task: () => void): Cancel;
  /** Resolves after `delayMs` simulated milliseconds; rejects with the signal's reason when it aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Shared by every clock: a sleep is a schedule that can be aborted. */
export function sleepOn(clock: Pick<Clock, 'schedule'>, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = () => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Node's timers hold at most this many milliseconds; longer delays are chained. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Wall time, for what really takes time: running code, and its timeouts. */
export const wallClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, task) {
    if (delayMs <= LONGEST_TIMER) {
      const timer = setTimeout(task, Math.max(delayMs, 0));
      return () => clearTimeout(timer);
    }
    let cancel = wallClock.schedule(LONGEST_TIMER, () => {
      cancel = wallClock.schedule(delayMs - LONGEST_TIMER, task);
    });
    return () => cancel();
  },
  sleep: (delayMs, signal) => sleepOn(wallClock, delayMs, signal),
};

/** What was scheduled and has not run. */
interface Pending {
  /** Simulated moment at which it runs. */
  readonly at: number;
  readonly task: () => void;
  disarm: Cancel;
}

/** Simulated time that runs `speed` times as fast as the wall's, from `start` on. */
export class ScaledClock implements Clock {
  private lastPace: { readonly speed: number; readonly start: number; readonly wallStart: number };
  private readonly pending = new Set<Pending>();
  private stopped = false;

  /** @param speed simulated seconds in one wall second, above 0 */
  constructor(speed: number, start: number = wallClock.now()) {
    this.lastPace = { speed: checkedSpeed(speed), start, wallStart: wallClock.now() };
  }

  /** Since the beginning, or the last change of speed: another object after each. */
  get pace(): { readonly speed: number; readonly start: number; readonly wallStart: number } {
    return this.lastPace;
  }

  get speed(): number {
    return this.pace.speed;
  }

  /** Simulated time at the beginning, or at the last change of speed. */
  get start(): number {
    return this.pace.start;
  }

  now(): number {
    const { start, wallStart, speed } = this.pace;
    return start + (wallClock.now() - wallStart) * speed;
  }

  /** Runs faster or slower from now on. No moment is skipped, and what waits keeps its simulated moment. */
  setSpeed(speed: number): void {
    this.lastPace = { speed: checkedSpeed(speed), start: this.now(), wallStart: wallClock.now() };
    for (const entry of this.pending) {
      entry.disarm();
      this.arm(entry);
    }
  }

  schedule(delayMs: number, task: () => void): Cancel {
    if (this.stopped) return () => undefined;
    const entry: Pending = { at: this.now() + delayMs, task, disarm: () => undefined };
    this.arm(entry, delayMs);
    this.pending.add(entry);
    return () => {
      this.pending.delete(entry);
      entry.disarm();
    };
  }

  private arm(entry: Pending, delayMs: number = entry.at - this.now()): void {
    entry.disarm = wallClock.schedule(delayMs / this.speed, () => {
      this.pending.delete(entry);
      entry.task();
    });
  }

  /** Forgets everything that was scheduled, and schedules nothing more: whoever waits, waits for ever. Time goes on. */
  stop(): void {
    this.stopped = true;
    this.pending.forEach(({ disarm }) => disarm());
    this.pending.clear();
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }
}

function checkedSpeed(speed: number): number {
  if (!(speed > 0 && speed < Infinity)) throw new RangeError(`speed must be above 0, got ${speed}`);
  return speed;
}
