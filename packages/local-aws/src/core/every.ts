import type { Cancel, Clock } from './clock.ts';

/**
 * Runs a task at `firstAt` and then every `periodMs`, each time with the moment that was meant: a timer that fires
 * a little early or late on a fast clock neither skips nor repeats a period.
 *
 * @param firstAt simulated milliseconds since the epoch
 */
export function every(clock: Clock, periodMs: number, firstAt: number, task: (at: number) => void): Cancel {
  let cancel: Cancel;
  const arm = (at: number) => {
    cancel = clock.schedule(at - clock.now(), () => {
      arm(at + periodMs);
      task(at);
    });
  };
  arm(firstAt);
  return () => cancel();
}

export const MINUTE_MS = 60_000;

/** The end of the minute that is going on: always after `now`. */
export function nextMinute(now: number): number {
  return (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
}
