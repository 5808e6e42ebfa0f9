import type { Cold } from '../workloads/workload.ts';

/** Where the canary is in its release. */
export interface Stage {
  /** Since it got its first requests. */
  readonly minutes: number;
  /** In percent. */
  readonly weight: number;
}

/** A version that is as it should be, or in one of these ways not. */
export interface Fault {
  readonly name: string;
  /** What the service's own share of errors is beside it. @default the workload's */
  readonly own?: number;
  /** Chance that an answer of the new version fails because of it. @default 0 */
  readonly errors?: (stage: Stage) => number;
  /** Share of requests that Lambda refuses: answered with 5XX, and no invocation. @default 0 */
  readonly throttles?: number;
  /** How many times as long its answers take. @default 1 */
  readonly slowness?: number;
  /** Some of its answers, and how many times as long they take. */
  readonly tail?: { readonly share: number; readonly slowness: number };
  /** What the first answers of each new environment are like. */
  readonly cold?: Cold;
}

export const HEALTHY: Fault = { name: 'none' };

/** Bad is then who waits, not who gets an error. */
export const isSlow = ({ slowness = 1, tail }: Fault): boolean => slowness > 1 || tail !== undefined;

/** Chance at this moment that an answer is bad, but for what is cold. */
export function badAt({ errors, throttles = 0, slowness = 1, tail, cold }: Fault, stage: Stage): number {
  if (slowness > 1) return 1;
  return Math.max(errors?.(stage) ?? 0, throttles, tail?.share ?? 0, cold === undefined ? 0 : cold.errors);
}
