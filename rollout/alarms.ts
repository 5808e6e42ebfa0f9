export interface AlarmState {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  /** When it entered this state. */
  readonly since: Date;
}

/** An alarm that is on, in full: for the record, for announcements and for the cause of a failed execution. */
export function describeAlarm(alarm: { readonly name: string; readonly since: Date; readonly reason: string }): string {
  return `alarm ${alarm.name} is on since ${alarm.since.toISOString()}: ${alarm.reason}`;
}

/** `[38.0 (05/01/26 09:15:00)] was greater than the threshold (5.0)`, with what CloudWatch writes around it. */
const THRESHOLD_CROSSED = new RegExp(
  [
    /Threshold Crossed: [^[\]]*\[([^\]]+)\] (was|were) ((?:not )?(?:greater|less) than(?: or equal to)?)/,
    / the threshold \((-?[\d.E-]+)\)(?: and \d+ missing datapoints? (?:was|were) treated as \[\w+\])?/,
    /(?: \(minimum [^)]*\))?\.?/,
  ]
    .map(({ source }) => source)
    .join(''),
  'g',
);
const DATAPOINT_TIME = / \([^)]*\)/g;
const ON_SINCE = /is on since \d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)(?:\.\d+)?Z/g;

/**
 * A sentence that quotes alarms, short enough for a message: of the time since when an alarm is on the time of day,
 * of CloudWatch's reason the values and the threshold. Everything else stays as it is.
 */
export function shortenAlarms(words: string): string {
  return words
    .replace(ON_SINCE, 'is on since $1Z')
    .replace(THRESHOLD_CROSSED, (_, values: string, was: string, compared: string, threshold: string) => {
      const numbers = values.replace(DATAPOINT_TIME, '').split(', ').map(figure).join(', ');
      return `${numbers} ${was} ${compared} the threshold ${figure(threshold)}`;
    });
}

/** CloudWatch writes `5.0` and `33.333333333333336`; two decimals are enough to read. */
function figure(text: string): string {
  const value = Number(text);
  return Number.isNaN(value) ? text : String(Math.round(value * 100) / 100);
}
