import { wallClock } from '../core/clock.ts';

const TICK_MS = 10;

/**
 * For bounds on how long something may take, on a machine that others use too: what this process was given of the
 * wall's time, or what it used of a processor, whichever is more. A tick that comes late counts as two, for then nobody
 * ran here; whoever is waited for elsewhere is counted, and so is work that lets no tick come. On a quiet machine it is
 * the wall's time.
 * @returns tells the milliseconds since then; it ticks until it is asked for the first time
 */
export function stopwatch(): () => number {
  const used = process.cpuUsage();
  let given = 0;
  let last = wallClock.now();
  const count = () => {
    const now = wallClock.now();
    given += Math.min(now - last, 2 * TICK_MS);
    last = now;
  };
  const tick = () => {
    count();
    cancel = wallClock.schedule(TICK_MS, tick);
  };
  let cancel = wallClock.schedule(TICK_MS, tick);
  return () => {
    cancel();
    count();
    const { user, system } = process.cpuUsage(used);
    return Math.max(given, (user + system) / 1000);
  };
}
