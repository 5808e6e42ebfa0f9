import { MINUTE_MS } from '../core/every.ts';
import type { Aggregate } from './statistics.ts';

/** Sizes are kept to about 1 %: a bucket ends where the next begins, at powers of this. */
const BUCKET = Math.log(1.01);

/**
 * One metric's latest minutes, as a ring of four numbers a minute: recording costs no allocation. Of times also how
 * many were how long, roughly.
 */
export class MetricSeries {
  private readonly minutes: Float64Array;
  private readonly sums: Float64Array;
  private readonly counts: Float64Array;
  private readonly mins: Float64Array;
  private readonly maxs: Float64Array;
  /** By minute, how many values fell into each bucket. */
  private readonly sizes: (Map<number, number> | undefined)[] = [];
  private newest = -Infinity;

  /**
   * @param retention minutes that are kept
   * @param above how many of the values, by the bucket that they fell into, are above a limit
   */
  constructor(
    private readonly retention: number,
    private readonly above: CountAbove = wholeAbove,
  ) {
    this.minutes = new Float64Array(retention).fill(-1);
    this.sums = new Float64Array(retention);
    this.counts = new Float64Array(retention);
    this.mins = new Float64Array(retention);
    this.maxs = new Float64Array(retention);
  }

  /** Adds a set of samples. What is older than the retention is dropped. */
  add(time: number, { sum, count, min, max }: Aggregate): void {
    const slot = this.slotAt(time);
    if (slot !== undefined) this.addTo(slot, sum, count, min, max);
  }

  /** Adds one sample. @param sized whether its size is kept for counts above a limit */
  addOne(time: number, value: number, sized: boolean): void {
    const slot = this.slotAt(time);
    if (slot === undefined) return;
    if (sized) {
      const sizes = (this.sizes[slot] ??= new Map());
      const bucket = bucketOf(value);
      sizes.set(bucket, (sizes.get(bucket) ?? 0) + 1);
    }
    this.addTo(slot, value, 1, value, value);
  }

  /** Where the minute is kept, emptied for a new one; undefined for one that is too old. */
  private slotAt(time: number): number | undefined {
    const minute = Math.floor(time / MINUTE_MS);
    const slot = minute % this.retention;
    const held = this.minutes[slot] ?? -1;
    if (held === minute) return slot;
    if (held > minute) return undefined;
    this.minutes[slot] = minute;
    this.sums[slot] = 0;
    this.counts[slot] = 0;
    this.mins[slot] = Infinity;
    this.maxs[slot] = -Infinity;
    this.sizes[slot] = undefined;
    this.newest = Math.max(this.newest, minute);
    return slot;
  }

  private addTo(slot: number, sum: number, count: number, min: number, max: number): void {
    this.sums[slot] = (this.sums[slot] ?? 0) + sum;
    this.counts[slot] = (this.counts[slot] ?? 0) + count;
    this.mins[slot] = Math.min(this.mins[slot] ?? Infinity, min);
    this.maxs[slot] = Math.max(this.maxs[slot] ?? -Infinity, max);
  }

  /** The samples of the whole minutes from `from` up to, not including, `to`; undefined when there is none. */
  aggregate(from: number, to: number): Aggregate | undefined {
    let [sum, count, min, max] = [0, 0, Infinity, -Infinity];
    const sizes: ReadonlyMap<number, number>[] = [];
    const last = Math.ceil(to / MINUTE_MS) - 1;
    const first = Math.max(Math.floor(from / MINUTE_MS), last - this.retention + 1);
    for (let minute = first; minute <= last; minute++) {
      const slot = minute % this.retention;
      if (this.minutes[slot] !== minute) continue;
      sum += this.sums[slot] ?? 0;
      count += this.counts[slot] ?? 0;
      min = Math.min(min, this.mins[slot] ?? Infinity);
      max = Math.max(max, this.maxs[slot] ?? -Infinity);
      const ofMinute = this.sizes[slot];
      if (ofMinute !== undefined) sizes.push(ofMinute);
    }
    if (count === 0) return undefined;
    return {
      sum,
      count,
      min,
      max,
      ...(sizes.length > 0 && { above: (limit: number) => this.countAbove(sizes, limit) }),
    };
  }

  private countAbove(sizes: readonly ReadonlyMap<number, number>[], limit: number): number {
    let above = 0;
    for (const ofMinute of sizes) for (const [bucket, count] of ofMinute) above += this.above(bucket, count, limit);
    return above;
  }

  /** Whether nothing was recorded in the retention that ends at `time`. */
  idleAt(time: number): boolean {
    return this.newest < Math.floor(time / MINUTE_MS) - this.retention;
  }
}

function bucketOf(value: number): number {
  return value <= 0 ? -Infinity : Math.ceil(Math.log(value) / BUCKET);
}

/** How many of as many values as fell into a bucket are above a limit. */
export type CountAbove = (bucket: number, count: number, limit: number) => number;

export const wholeAbove: CountAbove = (bucket, count, limit) => (bucket > bucketOf(limit) ? count : 0);

/** As if each value were spread evenly over a quarter of itself to both sides, so that hardly a count is whole. */
export const interpolatedAbove: CountAbove = (bucket, count, limit) => {
  const value = Math.exp(bucket * BUCKET);
  if (value === 0) return 0;
  return count * Math.min(1, Math.max(0, (1.25 * value - limit) / (0.5 * value)));
};
