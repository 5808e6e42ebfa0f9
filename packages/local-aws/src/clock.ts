export { type Cancel, type Clock, ScaledClock, wallClock } from './core/clock.ts';
export { MINUTE_MS, every } from './core/every.ts';
export { type Random, seededRandom } from './core/random.ts';
export { TokenBucket } from './core/token-bucket.ts';
export { unlessAborted } from './core/unless-aborted.ts';
export { until, yes } from './core/until.ts';
export { VirtualClock } from './core/virtual-clock.ts';
