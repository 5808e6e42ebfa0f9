import * as z from 'zod';
import { comparedMetricSchema, MOST_METRICS } from './compared-metrics.ts';

/** How the canary is compared with production, at the same time and under the same load. */
const comparedBy = z.strictObject({
  /** How many times as often as production the canary may fail, beside `errorMargin`. */
  errorRatio: z.number().min(1).max(100),
  /** The share of requests that may fail on top of that; 0.001 is one in a thousand. */
  errorMargin: z.number().min(0.00001).max(0.5),
  /** How many times as long as production the canary may take. */
  slowness: z.number().min(1).max(10),
  /** The share of its requests that may take longer still, such as cold starts. */
  slowMargin: z.number().min(0.001).max(0.5),
  /**
   * The same share where production itself has few so slow, in its tail: 0.001 sees a tail that `slowMargin` bears, and
   * cold caches with it where nobody knows of production's own. @default - nobody looks at the tail
   */
  tailShare: z.exactOptional(z.number().min(0.0005).max(0.5)),
  /**
   * There the canary may take this many times as long. All answers 1.2 times as slow are a slower tail too: where
   * healthy versions differ so much, give more. @default - 1.05
   */
  tailSlowness: z.exactOptional(z.number().min(1).max(10)),
  /** Chance that a canary within these limits is rolled back by comparison, however often it is looked at. */
  alpha: z.number().min(1e-9).max(0.1),
  /** Whether a bake is over as soon as every comparison is certain that the canary is no worse. */
  endEarly: z.boolean(),
  /** Counts of your own that are compared too (docs/operations.md#compare-what-only-you-count). @default - none */
  metrics: z.exactOptional(z.array(comparedMetricSchema).max(MOST_METRICS)),
});
export const compareSchema = comparedBy.refine(
  ({ tailShare, tailSlowness }) => tailSlowness === undefined || tailShare !== undefined,
  { path: ['tailSlowness'], error: 'expected tailShare too, without which nobody looks at the tail' },
);
export type Compare = z.infer<typeof compareSchema>;

/** How many times as long the canary's tail may take where the plan looks there and does not say. */
export const TAIL_SLOWNESS = 1.05;

/**
 * `alpha` is half of what a release may cost by false rollbacks (1 in 1,000): alarms may be wrong as well, and have the
 * other half.
 */
export const DEFAULT_COMPARE: Compare = {
  errorRatio: 1.5,
  errorMargin: 0.001,
  slowness: 1.5,
  slowMargin: 0.05,
  alpha: 0.0005,
  endEarly: false,
};
