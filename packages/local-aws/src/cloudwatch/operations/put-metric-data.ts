import { z } from 'zod';
import { type Needs, text } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { Clock } from '../../core/clock.ts';
import { operation } from '../../core/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { statProperties } from '../metric-queries.ts';
import type { Aggregate } from '../statistics.ts';

const HOUR_MS = 3_600_000;
const INVALID_VALUE = 'InvalidParameterValueException';
const INVALID_COMBINATION = 'InvalidParameterCombinationException';

/** CloudWatch takes no larger ones. */
const LARGEST_VALUE = 2 ** 360;
const valueSchema = z.number().min(-LARGEST_VALUE).max(LARGEST_VALUE);

const datumSchema = z.strictObject({
  MetricName: z.string().min(1).max(255),
  Dimensions: statProperties.dimensions.optional(),
  Timestamp: z.date().optional(),
  Value: valueSchema.optional(),
  Values: z.array(valueSchema).min(1).max(150).optional(),
  Counts: z.array(z.number().positive()).max(150).optional(),
  StatisticValues: z
    .strictObject({
      SampleCount: z.number().positive(),
      Sum: valueSchema,
      Minimum: valueSchema,
      Maximum: valueSchema,
    })
    .optional(),
  Unit: z.string().optional(),
  StorageResolution: z.literal(60).optional(),
});
type Datum = z.infer<typeof datumSchema>;

/** The action knows no resources; what can be pinned is the namespace. */
const onNamespace: Needs = (input, { action }) => [
  { action, resource: '*', context: { 'cloudwatch:namespace': text(input, 'Namespace') } },
];

export function putMetricData(cloudwatch: CloudWatch, clock: Clock) {
  return operation({
    needs: onNamespace,
    input: z.strictObject({
      Namespace: z.string().min(1).max(255),
      MetricData: z.array(datumSchema).min(1).max(1000),
    }),
    invalid: INVALID_VALUE,
    run({ Namespace: namespace, MetricData }) {
      MetricData.forEach((datum, index) => checkMembers(datum, `MetricData.member.${index + 1}`));
      const now = clock.now();
      const sets = MetricData.map((datum) => ({
        metric: { namespace, name: datum.MetricName, dimensions: dimensionsOf(datum.Dimensions) },
        samples: samplesOf(datum),
        time: recordableTime(datum.Timestamp, now),
      }));
      cloudwatch.store.put(sets, now);
      return {};
    },
  });
}

/** What a datum brings; one of these. */
const SAMPLES = ['Value', 'Values', 'StatisticValues'] as const;

/**
 * With the errors that callers of AWS reported.
 * @throws AwsError InvalidParameterCombinationException, or InvalidParameterValueException for Counts without as many
 * Values
 */
function checkMembers(datum: Datum, where: string): void {
  const [one, other] = SAMPLES.filter((name) => datum[name] !== undefined);
  if (one === undefined) {
    const names = SAMPLES.map((name) => `${where}.${name}`);
    throw new AwsError(INVALID_COMBINATION, `At least one of the parameters ${names.join(', ')} must be specified.`);
  }
  if (other !== undefined) {
    throw new AwsError(
      INVALID_COMBINATION,
      `The parameters ${where}.${one} and ${where}.${other} are mutually exclusive and you have specified both.`,
    );
  }
  if (datum.Counts !== undefined && datum.Counts.length !== datum.Values?.length) {
    throw new AwsError(INVALID_VALUE, `The parameters ${where}.Values and ${where}.Counts must be of the same size.`);
  }
}

function dimensionsOf(dimensions: z.infer<typeof statProperties.dimensions> = []): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
}

function samplesOf({ Value, Values = [], Counts, StatisticValues: set }: Datum): Aggregate {
  if (set !== undefined) return { sum: set.Sum, count: set.SampleCount, min: set.Minimum, max: set.Maximum };
  const values = Value === undefined ? Values : [Value];
  const counts = Counts ?? values.map(() => 1);
  const sum = values.reduce((so, value, i) => so + value * (counts[i] ?? 1), 0);
  return {
    sum,
    count: counts.reduce((so, count) => so + count, 0),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/** Two weeks back and two hours ahead is what CloudWatch takes. */
function recordableTime(given: Date | undefined, now: number): number {
  const time = given?.getTime() ?? now;
  if (time < now - 14 * 24 * HOUR_MS || time > now + 2 * HOUR_MS) {
    throw new AwsError(
      INVALID_VALUE,
      `Timestamp ${new Date(time).toISOString()} must not be more than two weeks before or two hours after ` +
        new Date(now).toISOString(),
    );
  }
  return time;
}
