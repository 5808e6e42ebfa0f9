import type { TrafficPoint, WeightPoint } from './protocol.ts';

/** One version's part of the chart; the arrays go with the chart's `times`. */
export interface Band {
  readonly version: string;
  /**
   * Requests in a second of the wall's clock, stacked: where the band begins, where its failures end, and where it
   * ends.
   */
  readonly from: readonly number[];
  readonly failedTo: readonly number[];
  readonly to: readonly number[];
}

export interface TrafficChart {
  readonly begin: number;
  readonly end: number;
  readonly times: readonly number[];
  /** The newest version lies at the bottom, so that the canary's share can be read off the weight's line. */
  readonly bands: readonly Band[];
  /** Corners of the weight's line, in percent. */
  readonly weight: readonly WeightPoint[];
  /** What all versions answer together, usually: where 100 % is. */
  readonly usual: number;
}

/** Simulated time that the chart looks back: a whole rollout and a little. */
export const LOOK_BACK_MS = 42 * 60_000;
/** What is shown of the time before a release. */
const BEFORE_MS = 2 * 60_000;
/** Shortest span, so that a beginning is not drawn out to the whole width. */
const SHORTEST_MS = 8 * 60_000;
/** Points that are drawn; with more, neighbours are taken together. */
const MOST_DRAWN = 90;

/**
 * The chart of the time until now. Bounded, however much is known.
 * @param since begins before this moment, even when it is longer ago than a chart usually looks back: the beginning of
 * the last release
 */
export function trafficChart(
  points: readonly TrafficPoint[],
  weights: readonly WeightPoint[],
  now: number,
  since = now,
): TrafficChart {
  const from = Math.min(now - LOOK_BACK_MS, since - BEFORE_MS);
  const known = points.filter(({ at }) => at >= from);
  const drawn = coarser(known);
  const begin = drawn[0]?.at ?? now;
  const end = Math.max(now, begin + SHORTEST_MS);
  const versions = [...new Set(drawn.flatMap((point) => Object.keys(point.versions)))].sort(
    (a, b) => Number(b) - Number(a),
  );
  let below = drawn.map(() => 0);
  const bands = versions.map((version): Band => {
    const rate = (index: 0 | 1) =>
      drawn.map(({ seconds, versions: counts }) => (counts[version]?.[index] ?? 0) / seconds);
    const [answers, failures] = [rate(0), rate(1)];
    const from = below;
    below = from.map((value, index) => value + (answers[index] ?? 0));
    return { version, from, failedTo: from.map((value, index) => value + (failures[index] ?? 0)), to: below };
  });
  return {
    begin,
    end,
    times: drawn.map(({ at }) => at),
    bands,
    weight: weightLine(weights, begin, now),
    usual: median(below),
  };
}

/** Neighbouring points taken together until there are few enough. */
function coarser(points: readonly TrafficPoint[]): readonly TrafficPoint[] {
  const size = Math.ceil(points.length / MOST_DRAWN);
  if (size <= 1) return points;
  // Groups begin at moments that do not depend on where the window begins, otherwise the chart would shimmer.
  const groups = new Map<number, TrafficPoint[]>();
  const span = ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / (points.length - 1);
  for (const point of points) {
    const key = Math.floor(point.at / (span * size));
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map(together);
}

export function together(points: readonly TrafficPoint[]): TrafficPoint {
  const versions: Record<string, [number, number]> = {};
  for (const point of points) {
    for (const [version, [answers, failures]] of Object.entries(point.versions)) {
      const [before, failedBefore] = versions[version] ?? [0, 0];
      versions[version] = [before + answers, failedBefore + failures];
    }
  }
  return { at: points.at(-1)?.at ?? 0, seconds: points.reduce((sum, { seconds }) => sum + seconds, 0), versions };
}

/** With a corner where it begins, at each change and now. */
function weightLine(weights: readonly WeightPoint[], begin: number, now: number): WeightPoint[] {
  const due = weights.filter(({ at }) => at <= now);
  const inside = due.filter(({ at }) => at > begin);
  const before = due.findLast(({ at }) => at <= begin)?.canary ?? 0;
  return [{ at: begin, canary: before }, ...inside, { at: now, canary: inside.at(-1)?.canary ?? before }];
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** A round number above, for the end of an axis. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** Whole minutes at which an axis is marked: about as many as asked for. */
export function timeMarks(begin: number, end: number, about: number): readonly number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120].map((minutes) => minutes * 60_000);
  const step = steps.find((each) => (end - begin) / each <= about) ?? 240 * 60_000;
  const first = Math.ceil(begin / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((end - first) / step) + 1) }, (_, index) => first + index * step);
}
