import { type AlarmConfig, type AlarmState, COMPARISONS } from './alarm-config.ts';
import type { Point, Verdict } from './evaluate-alarm.ts';

/** A state with what CloudWatch says about it. */
export interface StateReason {
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string;
}

export const CREATION_REASON: StateReason = { reason: 'Unchecked: Initial alarm creation' };

/** Why an alarm is in a state, in CloudWatch's words. */
export function reasonOf(config: AlarmConfig, verdict: Verdict): string {
  if (verdict.state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${count(verdict.filled, 'datapoint')} ${was(verdict.filled)} unknown.`;
  }
  const treated = verdict.filled > 0 ? ` and ${missingTreated(config, verdict)}` : '';
  const alarming = verdict.state === 'ALARM';
  const shown = alarming ? verdict.breaching : verdict.evaluated.filter((point) => !verdict.breaching.includes(point));
  if (shown.length === 0) {
    const received = verdict.evaluated.length;
    const datapoints = received === 0 ? 'no datapoints were' : `${count(received, 'datapoint')} ${was(received)}`;
    return `Threshold Crossed: ${datapoints} received for ${count(config.evaluationPeriods, 'period')}${treated}.`;
  }
  const values = `[${shown.map((point) => `${double(point.value ?? 0)} (${shortTime(point.time)})`).join(', ')}]`;
  const crossed = `${was(shown.length)} ${alarming ? '' : 'not '}`;
  const threshold = `${COMPARISONS[config.comparison].text} the threshold (${double(config.threshold)})`;
  const number = config.datapointsToAlarmGiven
    ? `${shown.length} out of the last ${count(config.evaluationPeriods, 'datapoints', '')}`
    : count(shown.length, 'datapoint');
  return `Threshold Crossed: ${number} ${values} ${crossed}${threshold}${treated}${transition(config, verdict.state)}.`;
}

/** What CloudWatch keeps about an evaluation as JSON text; its consumers parse it. */
export function reasonDataOf(config: AlarmConfig, points: readonly Point[], verdict: Verdict, now: number): string {
  const oldest = verdict.evaluated.at(-1);
  const data = {
    version: '1.0',
    queryDate: offsetTime(now),
    ...(oldest === undefined ? {} : { startDate: offsetTime(oldest.time) }),
    ...('stat' in config.watched ? { statistic: config.watched.stat.statistic } : {}),
    period: config.period,
    recentDatapoints: verdict.evaluated.map((point) => point.value).toReversed(),
    threshold: config.threshold,
    evaluatedDatapoints: (verdict.evaluated.length > 0
      ? verdict.evaluated
      : points.toReversed().slice(0, config.evaluationPeriods)
    ).map((point) => ({
      timestamp: offsetTime(point.time),
      ...(point.sampleCount === undefined ? {} : { sampleCount: point.sampleCount }),
      ...(point.value === undefined ? {} : { value: point.value }),
    })),
  };
  return JSON.stringify(data);
}

/** `2026-11-24T10:00:00.000+0000`, as CloudWatch writes times inside texts. */
export function offsetTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}

function missingTreated(config: AlarmConfig, { filled }: Verdict): string {
  const as = { breaching: 'Breaching', notBreaching: 'NonBreaching', missing: 'Missing', ignore: 'Ignored' }[
    config.treatMissingData
  ];
  return `${count(filled, 'missing datapoint')} ${was(filled)} treated as [${as}]`;
}

function transition(config: AlarmConfig, state: AlarmState): string {
  if (!config.datapointsToAlarmGiven) return '';
  const minimum =
    state === 'ALARM' ? config.datapointsToAlarm : config.evaluationPeriods - config.datapointsToAlarm + 1;
  const transition = state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK';
  return ` (minimum ${count(minimum, 'datapoint')} for ${transition} transition)`;
}

function count(number: number, noun: string, plural = 's'): string {
  return `${number} ${noun}${number === 1 ? '' : plural}`;
}

function was(number: number): string {
  return number === 1 ? 'was' : 'were';
}

/** Numbers as CloudWatch writes them: always with a fraction. */
function double(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `24/11/26 10:00:00` */
function shortTime(time: number): string {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${clock.slice(0, 8)}`;
}
