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
    let timer: NodeJS.Timeout;
    const arm = (left: number) => {
      timer = setTimeout(() => (left > LONGEST_TIMER ? arm(left - LONGEST_TIMER) : task()), Math.min(Math.max(left, 0), LONGEST_TIMER));
    };
    arm(delayMs);
    return () => clearTimeout(timer);
  },
  sleep: (delayMs, signal) => sleepOn(wallClock, delayMs, signal),
};

/** Simulated time that runs `speed` times as fast as the wall's, from `start` on. */
export class ScaledClock implements Clock {
  readonly speed: number;
  readonly start: number;
  readonly wallStart = wallClock.now();
  private readonly pending = new Set<Cancel>();
  private stopped = false;

  /** @param speed simulated seconds in one wall second, above 0 */
  constructor(speed: number, start: number = wallClock.now()) {
    if (!(speed > 0)) throw new RangeError(`speed must be above 0, got ${speed}`);
    this.speed = speed;
    this.start = start;
  }

  now(): number {
    return this.start + (wallClock.now() - this.wallStart) * this.speed;
  }

  schedule(delayMs: number, task: () => void): Cancel {
    if (this.stopped) return () => undefined;
    const disarm = wallClock.schedule(delayMs / this.speed, () => {
      this.pending.delete(disarm);
      task();
    });
    this.pending.add(disarm);
    return () => {
      this.pending.delete(disarm);
      disarm();
    };
  }

  /** Forgets everything that was scheduled, and schedules nothing more: whoever waits, waits for ever. Time goes on. */
  stop(): void {
    this.stopped = true;
    this.pending.forEach((disarm) => disarm());
    this.pending.clear();
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }
}
