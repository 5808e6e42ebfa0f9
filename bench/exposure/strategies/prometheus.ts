import type { Sample, Side } from '../minutes.ts';
import { PROMETHEUS_DELAY, type View } from '../simulate.ts';

/** The newest whole minute that Prometheus has: both of them query over a minute or more. */
export function newest(view: View, now: number): Sample | undefined {
  return view.minutes[Math.floor((now - PROMETHEUS_DELAY) / 60) - 1];
}

export function failing({ requests, errors }: Pick<Side, 'requests' | 'errors'>, most: number): boolean {
  return requests > 0 && errors > most * requests;
}
