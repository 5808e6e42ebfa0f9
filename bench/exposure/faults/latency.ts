import type { Fault } from './fault.ts';

export const slower = (slowness: number): Fault => ({ name: `latency x${slowness}`, slowness });

export const slowTail = (share: number, slowness: number): Fault => ({
  name: `tail, x${slowness} for ${100 * share} %`,
  tail: { share, slowness },
});
