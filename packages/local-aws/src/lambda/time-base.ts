import { type Clock, ScaledClock } from '../core/clock.ts';
import type { TimeBase } from './worker/protocol.ts';

/**
 * How a function's process can tell the clock's time by itself; a clock without a speed stands still for the whole
 * invocation.
 */
export function timeBaseOf(clock: Clock): TimeBase {
  if (clock instanceof ScaledClock) return { start: clock.start, wallStart: clock.wallStart, speed: clock.speed };
  return { start: clock.now(), wallStart: 0, speed: 0 };
}
