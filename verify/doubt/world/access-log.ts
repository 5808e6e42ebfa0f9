import type { DataPlane, Way } from '../../simulation/data-plane.ts';
import type { LogLines } from '../truth.ts';

/** Lines of requests that come within this time are delivered together. */
const BATCH_MS = 10_000;
const MINUTE_MS = 60_000;

/** What is looked at: what takes these ways, in the minute that is the n-th since 1970, as it is known by now. */
export interface LoggedMinute {
  readonly minute: number;
  readonly counted: (way: Way) => boolean;
  readonly now: number;
}

/** How many lines of an access log count in a minute by now; undefined where there is none, and so no metric. */
export function linesIn(
  dataPlane: Pick<DataPlane, 'requests'>,
  { comesAfter, countsIn, latest }: LogLines,
  { minute, counted, now }: LoggedMinute,
): number | undefined {
  const start = minute * MINUTE_MS;
  const late = countsIn === 'the minute of its delivery' ? latest * 1000 + BATCH_MS : 0;
  const first = Math.floor((start - late) / BATCH_MS);
  let lines = 0;
  for (let batch = first; batch * BATCH_MS < start + MINUTE_MS; batch++) {
    const [from, to] = [batch * BATCH_MS, (batch + 1) * BATCH_MS];
    const after = comesAfter(batch);
    if (after === undefined) continue;
    const comesAt = to + after * 1000;
    const countsAt = countsIn === 'the minute of its delivery' ? comesAt : from;
    if (comesAt > now || Math.floor(countsAt / MINUTE_MS) !== minute) continue;
    lines += dataPlane.requests(from, to, counted);
  }
  return lines > 0 ? lines : undefined;
}
