import { type AlarmConfig, type CloudWatch, COMPARISONS, querySeries, type Samples } from 'local-aws';
import { MINUTE_MS } from 'local-aws/clock';
import type { AlarmView } from '../model/protocol.ts';
import type { ConsoleService } from '../services.ts';

/** Minutes that an alarm's small chart shows. */
const MINUTES = 30;

/** Alarms with what they have looked at; a whole minute's points are computed once. */
export class AlarmViews {
  private readonly cloudwatch: Pick<CloudWatch, 'listAlarms' | 'store'>;
  private readonly points = new Map<string, { readonly end: number; readonly points: AlarmView['points'] }>();

  constructor(cloudwatch: Pick<CloudWatch, 'listAlarms' | 'store'>) {
    this.cloudwatch = cloudwatch;
  }

  /** The service's alarms, the canary's first: by name. */
  of({ recordKey }: Pick<ConsoleService, 'recordKey'>, now: number): readonly AlarmView[] {
    const suffix = `-${recordKey}`;
    const alarms = this.cloudwatch.listAlarms().filter(({ config }) => config.name.endsWith(suffix));
    return alarms.map(({ config, state }) => ({
      name: config.name,
      label: config.name.slice(0, -suffix.length),
      state: state.value,
      reason: state.reason,
      since: Math.round(state.since),
      threshold: config.threshold,
      comparison: COMPARISONS[config.comparison].text,
      period: config.period,
      ...(config.treatMissingData === 'notBreaching' && { looksBack: config.period * config.evaluationPeriods }),
      points: this.pointsOf(config, Math.floor(now / MINUTE_MS) * MINUTE_MS),
    }));
  }

  private pointsOf(config: AlarmConfig, end: number): AlarmView['points'] {
    const known = this.points.get(config.name);
    if (known?.end === end) return known.points;
    const points = pointsUntil(config, this.cloudwatch.store, end);
    this.points.set(config.name, { end, points });
    return points;
  }
}

/** One for each of the latest whole minutes: what the alarm looks at when it is evaluated for that minute. */
function pointsUntil({ watched, period }: AlarmConfig, samples: Samples, end: number): AlarmView['points'] {
  const starts = Array.from({ length: MINUTES }, (_, index) => end - (MINUTES - 1 - index) * MINUTE_MS - period * 1000);
  const queries = 'stat' in watched ? [{ id: 'watched', returnData: true, source: watched.stat }] : watched.queries;
  const series = querySeries('stat' in watched ? 'watched' : watched.returned, queries, samples, starts);
  return series.map((value) => (value === undefined ? null : rounded(value)));
}

/** Four digits are more than a small chart shows. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
