import type { Clock } from './index.ts';

/**
 * The one place where handlers read the time. It looks `Date` up at every call, so that whoever runs the
 * bundle may give it a clock of its own.
 */
export const systemClock: Clock = { now: () => new Date(), elapsedMs: () => performance.now() };
