import * as z from 'zod';

/** Where the answers with status 5XX of each side are counted; with `none` nobody sees one. */
export const answersFromSchema = z.enum(['target-group-metrics', 'access-logs', 'none']);
export type AnswersFrom = z.infer<typeof answersFromSchema>;

/** What every message says of a service whose answers are counted nowhere. */
export const NO_5XX_SEEN = 'answers with status 5XX are not seen';

/**
 * How long after a minute all of it is taken to be published, in seconds. Payloads on record show 17 to 96 s from a
 * minute's end to an alarm; whether the metrics of one minute come together is not known.
 */
export const PUBLISHED_AFTER_SECONDS = 120;

/** What one place counts of each target group, by the minute: every reader asks for it by these names. */
export interface AnswerSource {
  /** Who counts, in messages. */
  readonly by: string;
  readonly namespace: string;
  readonly requests: string;
  readonly serverErrors: string;
  /** Answers of every other status, which with those of 5XX add up to all; nothing where they cannot come apart. */
  readonly otherAnswers: readonly string[];
  /** The only dimension, and what of the target group its value is. */
  readonly dimension: string;
  readonly value: 'id' | 'arn';
  /** How much later than Lambda's metrics a minute of it is taken to be complete, in seconds. */
  readonly lateSeconds: number;
}

/** Where answers can be counted. A new place is a row here, and whatever makes its metrics. */
const SOURCES = {
  /** "CloudWatch metrics for Amazon VPC Lattice", target group metrics. */
  'target-group-metrics': {
    by: 'VPC Lattice',
    namespace: 'AWS/VpcLattice',
    requests: 'TotalRequestCount',
    serverErrors: 'HTTPCode_5XX_Count',
    otherAnswers: ['HTTPCode_2XX_Count', 'HTTPCode_3XX_Count', 'HTTPCode_4XX_Count'],
    dimension: 'TargetGroup',
    value: 'id',
    lateSeconds: 0,
  },
  /**
   * Filters of ours over VPC Lattice's access logs, which name a target group by its ARN. They are delivered "typically
   * within 2 minutes", best effort ("Access logs for Amazon VPC Lattice"); a minute more is for the filters.
   */
  'access-logs': {
    by: "VPC Lattice's access log",
    namespace: 'LatticeCanary/AccessLogs',
    requests: 'Requests',
    serverErrors: 'ServerErrors',
    otherAnswers: [],
    dimension: 'TargetGroupArn',
    value: 'arn',
    lateSeconds: 180,
  },
} as const satisfies Readonly<Record<Exclude<AnswersFrom, 'none'>, AnswerSource>>;

/** Where to look: at VPC Lattice's own metrics unless told, also of a service of which nobody counts them. */
export function answerSource(from: AnswersFrom = 'none'): AnswerSource {
  return SOURCES[from === 'none' ? 'target-group-metrics' : from];
}

/** One target group's metrics: whoever reads them needs nothing else. */
export interface AnswerMetrics extends Pick<AnswerSource, 'namespace' | 'requests' | 'serverErrors' | 'otherAnswers'> {
  readonly dimensions: Readonly<Record<string, string>>;
}

/** @param group its id or its ARN, whichever the source names it by */
export function answerMetrics(source: AnswerSource, group: (by: AnswerSource['value']) => string): AnswerMetrics {
  const { namespace, requests, serverErrors, otherAnswers, dimension, value } = source;
  return { namespace, requests, serverErrors, otherAnswers, dimensions: { [dimension]: group(value) } };
}
