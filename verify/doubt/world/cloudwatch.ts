import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type GetMetricDataOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { answerSource } from '../../../statemachine/contract/answer-metrics.ts';
import type { Perform } from '../../memory/ports.ts';
import type { Way } from '../../simulation/data-plane.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import { spread, type Published, type Statistic, type Truth } from '../truth.ts';
import { linesIn } from './access-log.ts';
import { countsOf, WELL, type Counts, type Fault } from './faults.ts';
import { FUNCTION_NAME, TARGET_GROUPS } from './names.ts';

const MINUTE_MS = 60_000;

/** What is asked, as far as this service publishes it. */
interface Asked {
  /** How many samples there are, not what they add up to. */
  readonly samples: boolean;
  readonly statistic: Statistic;
  readonly side: Published['side'];
}

/** CloudWatch over the traffic of a simulation: GetMetricData, with what is published by then. */
export class CloudWatch {
  private readonly simulation: Simulation;
  private readonly truth: Truth;
  private readonly fault: Fault;
  private readonly minutes = new Map<string, Minute>();

  constructor(simulation: Simulation, truth: Truth, fault: Fault) {
    this.simulation = simulation;
    this.truth = truth;
    this.fault = fault;
  }

  /** As a function's client for it, each of whose calls is performed as told. */
  client(perform: Perform): CloudWatchClient {
    const send = (command: unknown) => {
      if (!(command instanceof GetMetricDataCommand)) throw new TypeError('only GetMetricData is asked for');
      return perform('minutes.read', () => this.answer(command.input));
    };
    return { send } as unknown as CloudWatchClient;
  }

  private answer({ MetricDataQueries = [], StartTime, EndTime }: GetMetricDataCommand['input']): GetMetricDataOutput {
    const timed = MetricDataQueries.filter(({ MetricStat }) => MetricStat?.Stat?.startsWith('TC('));
    if (timed.length > 0 && this.truth.trimmedCounts === 'refused')
      throw Object.assign(new Error(`the statistic ${timed[0]?.MetricStat?.Stat} is not valid`), {
        name: 'ValidationError',
      });
    const first = (StartTime?.getTime() ?? 0) / MINUTE_MS;
    const end = (EndTime?.getTime() ?? 0) / MINUTE_MS;
    return { MetricDataResults: MetricDataQueries.map((query) => this.result(query, first, end)) };
  }

  private result(query: MetricDataQuery, first: number, end: number): MetricDataResult {
    const asked = askedBy(query, this.truth);
    const longerThan = Number(/^TC\(([\d.]+):\)$/.exec(query.MetricStat?.Stat ?? '')?.[1] ?? 0);
    if (asked === undefined) return { Id: query.Id, StatusCode: 'Complete', Timestamps: [], Values: [] };
    const points: { minute: number; value: number }[] = [];
    for (let minute = first; minute < end; minute++) {
      const value = this.published({ ...asked, minute }, asked.samples ? 'samples' : longerThan);
      if (value !== undefined) points.push({ minute, value });
    }
    return {
      Id: query.Id,
      StatusCode: 'Complete',
      Timestamps: points.map(({ minute }) => new Date(minute * MINUTE_MS)),
      Values: points.map(({ value }) => value),
    };
  }

  /** What is told of a minute now; nothing of one in which nothing was counted. */
  private published(published: Published, of: 'samples' | number): number | undefined {
    if (this.isLogged(published)) return this.logged(published);
    const after = this.truth.publishedAfter(published);
    const endsAt = (published.minute + 1) * MINUTE_MS;
    const sinceMs = this.simulation.clock.now() - endsAt;
    if (after === undefined || sinceMs < after * 1000) return undefined;
    const { revised } = this.truth;
    const early = revised !== undefined && sinceMs < (after + revised.seconds) * 1000;
    const count = of === 'samples' ? this.samples(published) : this.count(published, of);
    return count === undefined ? undefined : early ? Math.round(count * revised.share) : count;
  }

  private isLogged({ statistic }: Published): boolean {
    return this.truth.answersFrom === 'access-logs' && (statistic === 'requests' || statistic === '5XX');
  }

  /** Filters count what has come of the access log. */
  private logged({ statistic, side, minute }: Published): number | undefined {
    const { clock, dataPlane } = this.simulation;
    const counted = (way: Way) => {
      const { answered, serverErrors } = this.countsOf(way);
      return way.alias === side && (statistic === '5XX' ? serverErrors : answered);
    };
    return linesIn(dataPlane, this.truth.logLines, { minute, counted, now: clock.now() });
  }

  private countsOf(way: Way): Counts {
    return this.simulation.fails(way) ? countsOf(this.fault, this.truth) : WELL;
  }

  /** Of every invocation there is one, where it is as believed. */
  private samples({ statistic, side, minute }: Published): number | undefined {
    const { all, errors } = this.minuteOf(side, minute);
    return statistic === 'errors' && this.truth.errorSamples === 'of errors' ? errors : all;
  }

  private count({ statistic, side, minute }: Published, longerThan: number): number | undefined {
    const { all, errors, slow, answered, serverErrors } = this.minuteOf(side, minute);
    if (all === 0) return undefined;
    switch (statistic) {
      case 'invocations':
        return all;
      case 'errors':
        return errors;
      case 'times': {
        const count = (all - slow) * shareSlowerThan(longerThan) + slow * shareSlowerThan(longerThan / SLOWER);
        return this.truth.trimmedCounts === 'fractional' ? count : Math.round(count);
      }
      case 'requests':
        return answered;
      case '2XX':
        return Math.round((answered - serverErrors) * this.truth.answersWithStatus);
      case '5XX':
        return serverErrors;
    }
  }

  /** What a side did in a minute that is over; what was is not changed any more. */
  private minuteOf(side: Published['side'], minute: number): Minute {
    const key = `${side} ${minute}`;
    const known = this.minutes.get(key);
    if (known) return known;
    const of = (counted: (way: Way) => boolean) =>
      this.simulation.dataPlane.requests(
        minute * MINUTE_MS,
        (minute + 1) * MINUTE_MS,
        (way) => way.alias === side && counted(way),
      );
    const all = of(() => true);
    const own = Math.min(all, spread(minute * 2 + (side === 'canary' ? 1 : 0), 0, Math.round(all * OWN_ERRORS * 2)));
    const made = {
      all,
      errors: Math.max(
        own,
        of((way) => this.countsOf(way).errors),
      ),
      slow: of((way) => this.countsOf(way).slow),
      answered: of((way) => this.countsOf(way).answered),
      serverErrors: Math.max(
        own,
        of((way) => this.countsOf(way).serverErrors),
      ),
    };
    this.minutes.set(key, made);
    return made;
  }
}

interface Minute {
  readonly all: number;
  readonly errors: number;
  readonly slow: number;
  readonly answered: number;
  readonly serverErrors: number;
}

/** Of any version's requests this share throws, about; no more than an alarm bears. */
const OWN_ERRORS = 0.003;

/** How much longer a slow version takes. */
const SLOWER = 6;

const MEDIAN_MS = 60;
/** Of the logarithm: one request in a hundred takes five times the median. */
const SPREAD = 0.7;

/** Of a log-normal distribution, by the logistic curve that is within a hundredth of it. */
const shareSlowerThan = (ms: number): number => 1 / (1 + Math.exp((1.702 * Math.log(ms / MEDIAN_MS)) / SPREAD));

const LAMBDA: Readonly<Record<string, Statistic>> = { Invocations: 'invocations', Errors: 'errors', Duration: 'times' };
const LATTICE: Readonly<Record<string, Statistic>> = {
  TotalRequestCount: 'requests',
  HTTPCode_2XX_Count: '2XX',
  HTTPCode_5XX_Count: '5XX',
};
const LOG = answerSource('access-logs');
const LOGGED: Readonly<Record<string, Statistic>> = { [LOG.requests]: 'requests', [LOG.serverErrors]: '5XX' };

const STATISTICS: Readonly<Record<string, Readonly<Record<string, Statistic>>>> = {
  'AWS/Lambda': LAMBDA,
  'AWS/VpcLattice': LATTICE,
  [LOG.namespace]: LOGGED,
};

function askedBy({ MetricStat }: MetricDataQuery, { targetGroups }: Truth): Asked | undefined {
  const { Namespace = '', MetricName = '', Dimensions = [] } = MetricStat?.Metric ?? {};
  const values = Dimensions.map(({ Value }) => Value);
  const side = (['canary', 'production'] as const).find((alias) =>
    Namespace === 'AWS/Lambda'
      ? values.includes(`${FUNCTION_NAME}:${alias}`)
      : (Namespace === LOG.namespace || targetGroups === 'by id') && values.includes(TARGET_GROUPS[alias]),
  );
  const statistic = STATISTICS[Namespace]?.[MetricName];
  return side && statistic && { statistic, side, samples: MetricStat?.Stat === 'SampleCount' };
}
