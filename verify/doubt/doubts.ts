import { StateName } from '../../statemachine/contract/names.ts';
import { RELEASE, type Act, type Disturbance } from '../simulation/case.ts';
import { spread, type LogLines, type Published, type Truth } from './truth.ts';

/** One belief about AWS, switched off. */
export interface Doubt {
  readonly id: string;
  /** What AWS does instead. */
  readonly says: string;
  readonly change: (truth: Truth) => Truth;
  /**
   * What a release without a fault gets: `promoted`, or it ends, or waits, with words that name the doubt. What is bad
   * never stays, whichever it is.
   */
  readonly healthy: 'promoted' | RegExp;
  /** By itself: how soon users are back once a rollback is wanted, in seconds; not bounded unless told. */
  readonly safeWithinSeconds?: number;
}

const numberOf = ({ statistic, side, minute }: Published): number =>
  minute * 10 +
  ['invocations', 'errors', 'times', 'requests', '2XX', '5XX'].indexOf(statistic) * 2 +
  (side === 'canary' ? 1 : 0);

const inStates = (states: readonly string[], act: Act): readonly Disturbance[] =>
  states.map((state) => ({ when: { at: 'state', execution: RELEASE, state }, act }));

const WRITERS = [
  StateName.claim,
  StateName.shift(10),
  StateName.shift(50),
  StateName.promote,
  StateName.returnTraffic,
  StateName.rollBack,
];

const BLIND = /BlindToAnswers/i;

const also = (truth: Truth, disturbances: readonly Disturbance[]): Truth => ({
  ...truth,
  disturbances: [...truth.disturbances, ...disturbances],
});

/** The same with a service whose answers are counted in access logs. */
const logged = (truth: Truth, lines: Partial<LogLines>): Truth => ({
  ...truth,
  answersFrom: 'access-logs',
  logLines: { ...truth.logLines, ...lines },
});

/** In the order of the page: what is counted, how soon, what is followed, what is told, what is refused. */
export const DOUBTS: readonly Doubt[] = [
  {
    id: 'silent-target-groups',
    says: 'a LAMBDA target group reports no metrics',
    change: (truth) => ({ ...truth, targetGroups: 'silent' }),
    healthy: BLIND,
  },
  {
    id: 'dimension-by-arn',
    says: "a target group's metrics have its ARN for a dimension, not its id",
    change: (truth) => ({ ...truth, targetGroups: 'by ARN' }),
    healthy: BLIND,
  },
  {
    id: 'thrown-unseen',
    says: 'an answer that VPC Lattice makes for a target that throws counts under the service only',
    change: (truth) => ({ ...truth, thrown: 'in the service only' }),
    healthy: 'promoted',
  },
  {
    id: 'fractional-counts',
    says: 'trimmed counts are interpolated',
    change: (truth) => ({ ...truth, trimmedCounts: 'fractional' }),
    healthy: 'promoted',
  },
  {
    id: 'refused-statistics',
    says: 'CloudWatch refuses the form TC(46:)',
    change: (truth) => ({ ...truth, trimmedCounts: 'refused' }),
    healthy: 'promoted',
  },
  {
    id: 'statistics-apart',
    says: 'each statistic of a minute is published by itself, 17 to 96 s after its end',
    change: (truth) => ({ ...truth, publishedAfter: (published) => spread(numberOf(published), 17, 96) }),
    healthy: 'promoted',
  },
  {
    id: 'statistics-late',
    says: 'one statistic in ten is published three minutes late',
    change: (truth) => ({
      ...truth,
      publishedAfter: (published) => (spread(numberOf(published), 0, 9) === 0 ? 180 : truth.publishedAfter(published)),
    }),
    healthy: 'promoted',
  },
  {
    id: 'production-late',
    says: "production's errors, times and statuses are published 200 s late, its requests are not",
    change: (truth) => ({
      ...truth,
      publishedAfter: (published) =>
        published.side === 'production' && published.statistic !== 'invocations' && published.statistic !== 'requests'
          ? 200
          : truth.publishedAfter(published),
    }),
    healthy: 'promoted',
  },
  {
    id: 'statistics-revised',
    says: 'a minute is published with half of its requests, and corrected 70 s later',
    change: (truth) => ({ ...truth, revised: { share: 0.5, seconds: 70 } }),
    healthy: 'promoted',
  },
  {
    id: 'statistics-lost',
    says: 'one statistic in twenty is never published',
    change: (truth) => ({
      ...truth,
      publishedAfter: (published) =>
        spread(numberOf(published), 0, 19) === 0 ? undefined : truth.publishedAfter(published),
    }),
    healthy: BLIND,
  },
  {
    id: 'samples-of-errors',
    says: 'Errors has samples of errors only, not of every invocation',
    change: (truth) => ({ ...truth, errorSamples: 'of errors' }),
    healthy: 'promoted',
  },
  {
    id: 'answers-without-status',
    says: 'VPC Lattice counts three answers in a hundred under no status',
    change: (truth) => ({ ...truth, answersWithStatus: 0.97 }),
    healthy: 'promoted',
  },
  {
    id: 'log-lines-by-delivery',
    says: 'answers from access logs: a line counts in the minute in which it is delivered',
    change: (truth) => logged(truth, { countsIn: 'the minute of its delivery' }),
    healthy: 'promoted',
  },
  {
    id: 'log-lines-late',
    says: 'answers from access logs: one line in ten comes ten minutes late',
    change: (truth) =>
      logged(truth, {
        comesAfter: (batch) => (spread(batch, 0, 9) === 0 ? 600 : truth.logLines.comesAfter(batch)),
        latest: 600,
      }),
    healthy: 'promoted',
  },
  {
    id: 'log-lines-lost',
    says: 'answers from access logs: one line in ten is never delivered',
    change: (truth) =>
      logged(truth, {
        comesAfter: (batch) => (spread(batch, 0, 9) === 0 ? undefined : truth.logLines.comesAfter(batch)),
      }),
    healthy: BLIND,
  },
  {
    id: 'weights-60',
    says: 'VPC Lattice follows a weight after 60 s',
    change: (truth) => ({ ...truth, weightsMs: 60_000 }),
    healthy: 'promoted',
  },
  {
    id: 'weights-180',
    says: 'VPC Lattice follows a weight after 180 s',
    change: (truth) => ({ ...truth, weightsMs: 180_000 }),
    healthy: 'promoted',
  },
  {
    id: 'weights-780',
    says: 'VPC Lattice follows a weight after thirteen minutes',
    change: (truth) => ({ ...truth, weightsMs: 780_000 }),
    // A "go on" that is said before the weight has baked so late is refused, and the hold then expires.
    healthy: /SplitUnlikeWeight|HoldExpired/i,
  },
  {
    id: 'weights-uneven',
    says: 'parts of VPC Lattice follow a weight at once, others after two minutes; an alias likewise',
    change: (truth) => ({ ...truth, uneven: true, weightsMs: 120_000 }),
    healthy: 'promoted',
  },
  {
    id: 'aliases-50',
    says: 'Lambda answers with the version before for 50 s after an alias moved',
    change: (truth) => ({ ...truth, aliasesMs: 50_000 }),
    healthy: 'promoted',
  },
  {
    id: 'aliases-uneven',
    says: 'parts of Lambda follow an alias at once, others after up to two minutes',
    change: (truth) => ({ ...truth, uneven: true, aliasesMs: 120_000 }),
    healthy: 'promoted',
  },
  {
    id: 'weight-left-out',
    says: 'GetListener leaves out a weight of 0',
    change: (truth) => ({ ...truth, weightOfNothing: 'left out' }),
    healthy: 'promoted',
  },
  {
    id: 'stale-listener',
    says: 'GetListener tells the weights of before for 30 s',
    change: (truth) => ({ ...truth, staleReadsMs: 30_000 }),
    healthy: 'promoted',
  },
  {
    id: 'events-lost',
    says: 'EventBridge loses every event',
    change: (truth) => ({ ...truth, events: 'drop' }),
    healthy: 'promoted',
  },
  {
    id: 'events-doubled',
    says: 'every event and message comes three times, within two minutes',
    change: (truth) => ({ ...truth, events: [150, 31_000, 110_000], messages: [200, 62_000, 119_000] }),
    healthy: 'promoted',
  },
  {
    id: 'events-late',
    says: 'every event and message comes 13 minutes late',
    change: (truth) => ({ ...truth, events: [780_000], messages: [780_000] }),
    healthy: 'promoted',
  },
  {
    id: 'alarms-late',
    says: 'alarms are told 3 to 5 minutes after a bad minute',
    change: (truth) => ({ ...truth, alarmToldAfter: { min: 180, max: 300 } }),
    healthy: 'promoted',
  },
  {
    id: 'alarm-missing',
    says: "the canary's alarm does not exist under its name",
    change: (truth) => ({ ...truth, alarmGoneAfter: 0 }),
    healthy: /AlarmMissing|does not exist/,
  },
  {
    id: 'alarm-renamed',
    says: "the canary's alarm is renamed while a release runs",
    change: (truth) => ({ ...truth, alarmGoneAfter: 600 }),
    healthy: /AlarmMissing|does not exist/,
  },
  {
    id: 'version-pending',
    says: 'a new version is Pending for three minutes',
    change: (truth) => ({ ...truth, pendingSeconds: 180 }),
    healthy: 'promoted',
  },
  {
    id: 'alias-conflicts',
    says: 'UpdateAlias answers ResourceConflictException for two minutes, again and again',
    change: (truth) =>
      also(
        truth,
        inStates(WRITERS, {
          do: 'refuse',
          call: 'versions.pointAlias',
          error: 'ResourceConflictException',
          seconds: 120,
        }),
      ),
    healthy: 'promoted',
  },
  {
    id: 'listener-conflicts',
    says: 'UpdateListener answers ConflictException for two minutes, again and again',
    change: (truth) =>
      also(
        truth,
        inStates(WRITERS, { do: 'refuse', call: 'listener.write', error: 'ConflictException', seconds: 120 }),
      ),
    healthy: 'promoted',
  },
  {
    id: 'no-concurrency',
    says: "the account's concurrency is used up for 5 minutes from the third step on",
    change: (truth) => also(truth, inStates([StateName.bake(50)], { do: 'starve', seconds: 300 })),
    healthy: /TooManyRequests/,
    // A message reaches a function only: the next look comes within a minute, gives up after 120 s, and 7 s more.
    safeWithinSeconds: 190,
  },
];
