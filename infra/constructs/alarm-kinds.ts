import { Duration } from 'aws-cdk-lib/core';
import { z } from 'zod';
import { alarmKind, type Side } from './alarm-kind.ts';
import { answerMetric, countOfShare, errorRate, zeroWhenSilent } from './alarm-metrics.ts';

const over = (minutes: number, statistic = 'Sum') => ({ statistic, period: Duration.minutes(minutes) });

/** Of two kinds. */
const errorsPercent = z.number().min(0).lt(100).default(5);
const share = (percent: number, ofWhat: string): string =>
  percent === 0 ? '' : `, and in more than ${percent} % of its ${ofWhat},`;

/** In the function's log group, which holds the lines of all versions. */
const logsOf = (side: Side): string => `the function's logs of the version that the ${side} alias points at`;
const readErrors = (side: Side): string =>
  `Read ${logsOf(side)}. Is the other alias's alarm on too? Then a dependency is broken, not the release.`;
const mendTheRelease = (side: Side): string =>
  side === 'canary'
    ? 'Users are back on production. Mend the release, deploy it as a new version, and start an execution once ' +
      'the alarm is off.'
    : 'Release the mended version, or the one that the previous alias points at: start an execution of the ' +
      'rollout state machine with {"version":"7"}, its number in place of 7.';

/**
 * The kinds of alarm that watch canary and production. A new kind is a row here, and in the pages what tests ask for:
 * an entry in RUNBOOK.md for each side, its settings in cdk.json, its price in docs/costs.md.
 */
export const ALARM_KINDS = [
  alarmKind({
    name: 'lambda-errors',
    constructId: 'LambdaErrors',
    counts: 'invocations',
    settings: {
      /**
       * Exceptions and timeouts of the function within 10 minutes; one more raises the alarm, where it is also a large
       * enough share.
       * @default 5
       */
      errors: z.int().min(0).default(5),
      /**
       * `errors` and `serverErrors` count only where they are a larger share of the requests than this, in percent: a
       * few stray errors among very many requests are no fire. 0 counts them whatever the traffic.
       * @default 5
       */
      errorsPercent,
    },
    metric: ({ alias }, limits) =>
      countOfShare(alias.metricErrors(over(10)), alias.metricInvocations(over(10)), limits.errorsPercent),
    threshold: ({ errors }) => errors,
    inNumbers: ({ errors, errorsPercent }) => ({ minutes: 10, moreThan: errors, percent: errorsPercent }),
    text: {
      happened: (side, limits) =>
        `The ${side} alias threw or timed out more than ${limits.errors} ` +
        `times${share(limits.errorsPercent, 'invocations')} within 10 minutes.`,
      whereToLook: readErrors,
      whatToDo: mendTheRelease,
    },
  }),
  alarmKind({
    name: 'lambda-duration',
    constructId: 'LambdaDuration',
    counts: 'invocations',
    settings: {
      /** Average duration in seconds over 5 minutes. @default 5 */
      durationSeconds: z.number().positive().max(900).default(5),
    },
    // Five minutes: long enough that one cold start among few requests does not decide; and a canary has served
    // nothing before its first step, so a slow one has only slow answers in the window from its first minute on.
    metric: ({ alias }) => zeroWhenSilent(alias.metricDuration(over(5, 'Average'))),
    threshold: ({ durationSeconds }) => durationSeconds * 1000,
    text: {
      happened: (side, { durationSeconds }) =>
        `The ${side} alias took more than ${durationSeconds} s on average over 5 minutes.`,
      whereToLook: (side) => `Compare the durations in ${logsOf(side)} with those of the other alias.`,
      whatToDo: mendTheRelease,
    },
  }),
  alarmKind({
    name: 'lambda-throttles',
    constructId: 'LambdaThrottles',
    counts: 'invocations',
    settings: {
      /** Throttled invocations within 5 minutes; one more raises the alarm. @default 5 */
      throttles: z.int().min(0).default(5),
    },
    metric: ({ alias }) => zeroWhenSilent(alias.metricThrottles(over(5))),
    threshold: ({ throttles }) => throttles,
    text: {
      happened: (side, { throttles }) =>
        `Lambda throttled the ${side} alias more than ${throttles} times within 5 minutes.`,
      whereToLook: () =>
        "Compare the function's ConcurrentExecutions with its limit and the account's: canary and production share " +
        'both.',
      whatToDo: () => 'Raise the limit, or find what uses it up. Then start the release again.',
    },
  }),
  alarmKind({
    name: 'lattice-5xx',
    constructId: 'LatticeServerErrors',
    counts: 'answers',
    settings: {
      /**
       * Answers with status 5XX that clients got through VPC Lattice within 10 minutes; one more raises the alarm,
       * where it is also a large enough share.
       * @default 5
       */
      serverErrors: z.int().min(0).default(5),
      errorsPercent,
    },
    // Lambda counts exceptions only; an answer with status 500 is seen by VPC Lattice alone.
    metric: ({ answers }, limits) =>
      countOfShare(
        answerMetric(answers, 'serverErrors', over(10)),
        answerMetric(answers, 'requests', over(10)),
        limits.errorsPercent,
      ),
    threshold: ({ serverErrors }) => serverErrors,
    inNumbers: (limits) => ({ minutes: 10, moreThan: limits.serverErrors, percent: limits.errorsPercent }),
    text: {
      happened: (side, limits) =>
        `The ${side} target group gave more than ${limits.serverErrors} answers with status ` +
        `5XX${share(limits.errorsPercent, 'answers')} within 10 minutes.`,
      whereToLook: readErrors,
      whatToDo: mendTheRelease,
    },
  }),
  alarmKind({
    name: 'lattice-error-rate',
    constructId: 'LatticeErrorRate',
    counts: 'answers',
    settings: {
      /** Share of 5XX answers within one minute, with access logs within four, in percent. @default 5 */
      errorRatePercent: z.number().min(0).lt(100).default(5),
      /** Fewer requests than this in that time say nothing about a rate. @default 100 */
      errorRateMinRequests: z.int().min(1).default(100),
    },
    // One minute, so that a badly broken version shows within two to three minutes; and as long before as answers are
    // late, for what comes late still has to be looked at.
    metric: ({ answers, lateMinutes }, { errorRateMinRequests }) =>
      errorRate(
        answerMetric(answers, 'serverErrors', over(1 + lateMinutes)),
        answerMetric(answers, 'requests', over(1 + lateMinutes)),
        errorRateMinRequests,
      ),
    threshold: ({ errorRatePercent }) => errorRatePercent,
    inNumbers: (limits, lateMinutes) => ({
      minutes: 1 + lateMinutes,
      ofAtLeast: limits.errorRateMinRequests,
      percent: limits.errorRatePercent,
    }),
    text: {
      happened: (side, { errorRatePercent, errorRateMinRequests }, lateMinutes) =>
        `More than ${errorRatePercent} % of the ${side} target group's answers had status 5XX in ` +
        `${lateMinutes === 0 ? 'a minute' : `${1 + lateMinutes} minutes`} of ` +
        `${errorRateMinRequests} requests or more.`,
      whereToLook: readErrors,
      whatToDo: mendTheRelease,
    },
  }),
] as const;

type Row = (typeof ALARM_KINDS)[number];
/** What an alarm's name says between its side and its service. */
export type AlarmKindName = Row['name'];

type Together<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
const settings = Object.assign({}, ...ALARM_KINDS.map((kind) => kind.settings)) as Together<Row['settings']>;

export const alarmsSchema: z.ZodObject<Together<Row['settings']>, z.core.$strict> = z.strictObject(settings);
/** Thresholds of the alarms; the same ones guard canary and production. */
export type AlarmThresholds = z.infer<typeof alarmsSchema>;
export const DEFAULT_ALARMS: AlarmThresholds = alarmsSchema.parse({});
