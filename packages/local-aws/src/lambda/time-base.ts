import { type Clock, ScaledClock } from '../core/clock.ts';
import type { TimeBase } from './worker/protocol.ts';

/**
 * How a function's process can tell the clock's time by itself; a clock without a speed stands still for the whole
 * invocation.
 * @returns the same object for as long as it says the same, of a clock with a speed
 */
export function timeBaseOf(clock: Clock): TimeBase {
  if (clock instanceof ScaledClock) return clock.pace;
  return { start: clock.now(), wallStart: 0, speed: 0 };
}
