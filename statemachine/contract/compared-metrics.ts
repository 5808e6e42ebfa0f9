import * as z from 'zod';

/**
 * Four statistics each, beside the 26 that are always read: far below the 500 of one GetMetricData. Each takes its
 * share of `alpha`, and makes all others slower to see.
 */
export const MOST_METRICS = 10;

/** Step Functions takes a text that begins so for an expression; nothing else is wrong with it. */
const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^(?!\{%)/, 'expected a text that does not begin with "{%"');

/** Name and value, such as `{ "service": "checkout", "alias": "canary" }`: all of the metric's, as it was published. */
const dimensions = z
  .record(text(255), text(1024))
  .refine((given) => Object.keys(given).length <= 30, 'expected at most 30 dimensions');

const metricSchema = z
  .strictObject({
    namespace: text(255),
    metricName: text(255),
    canary: dimensions,
    production: dimensions,
    /** `Sum` unless given; `SampleCount` counts values; `TC(500:)` those above 500, of which no sets were published. */
    statistic: z.exactOptional(
      z
        .string()
        .regex(
          /^(Sum|SampleCount|TC\(\d+(\.\d+)?:\))$/,
          'expected "Sum", "SampleCount" or a trimmed count such as "TC(500:)"',
        ),
    ),
  })
  .refine(
    ({ canary, production }) => !sameDimensions(canary, production),
    'expected dimensions of the canary other than those of production: there is nothing to compare',
  );
export type ComparedSide = z.infer<typeof metricSchema>;

/** Counts of one's own, by the minute, of which the canary's are compared with production's as errors are. */
export const comparedMetricSchema = z.strictObject({
  /** What the bad ones are, for sentences: "failed checkouts". */
  noun: z.string().regex(/^[^\s{][^\r\n]{0,39}$/, 'expected up to 40 characters such as "failed checkouts"'),
  /** The metric that counts the bad ones, for each side. */
  bad: metricSchema,
  /** The metric that counts all. */
  all: metricSchema,
  /** How much worse the canary may be: `{ "ratio", "margin" }`. @default - `errorRatio` and `errorMargin` */
  tolerance: z.exactOptional(
    z.strictObject({ ratio: z.number().min(1).max(100), margin: z.number().min(0.00001).max(0.5) }),
  ),
  /** False: compared and told, so that it can be watched before it is trusted; it never condemns. @default - true */
  judges: z.exactOptional(z.boolean()),
});
export type ComparedMetric = z.infer<typeof comparedMetricSchema>;

function sameDimensions(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
