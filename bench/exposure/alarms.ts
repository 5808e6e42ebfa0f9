import { SILENT, type Sample, type Side } from './minutes.ts';

/** The metrics that an alias has of a minute. */
export type Metrics = (sample: Sample, minute: number) => Side;

export interface AlarmRules {
  /** More errors than this in 10 minutes. */
  readonly errors: number;
  /** Only where they are a larger share of the requests than this, in percent; 0 counts errors whatever the traffic. */
  readonly errorsPercent: number;
  /** A larger share than this in one minute, in percent, ... */
  readonly ratePercent: number;
  /** ... of at least so many requests. */
  readonly rateMinRequests: number;
}

/** Is one of the alarms of an alias on, as of the newest minute of these. */
export function isOn(rules: AlarmRules, minutes: readonly Sample[], shown: number, metrics: Metrics): boolean {
  let errors = 0;
  let requests = 0;
  for (let k = Math.max(0, shown - 10); k < shown; k += 1) {
    const side = sideOf(minutes, k, metrics);
    errors += side.errors;
    requests += side.requests;
  }
  const newest = sideOf(minutes, shown - 1, metrics);
  const many = errors > rules.errors && 100 * errors > rules.errorsPercent * requests;
  return (
    many || (newest.requests >= rules.rateMinRequests && 100 * newest.errors > rules.ratePercent * newest.requests)
  );
}

function sideOf(minutes: readonly Sample[], k: number, metrics: Metrics): Side {
  const sample = minutes[k];
  return sample === undefined ? SILENT : metrics(sample, k);
}
