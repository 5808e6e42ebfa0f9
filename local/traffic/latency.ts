/**
 * Upper bounds of the buckets in milliseconds: each is 12 % above the one before, from 0.5 ms to a minute and a half.
 */
const BOUNDS = Array.from({ length: 108 }, (_, i) => 0.5 * 1.12 ** i);

/** Times of any number of answers in little memory: a quantile is right to within one bucket, 12 %. */
export class LatencyHistogram {
  private readonly counts = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  private total = 0;

  add(milliseconds: number): void {
    const bucket = BOUNDS.findIndex((bound) => milliseconds <= bound);
    const i = bucket === -1 ? BOUNDS.length : bucket;
    this.counts[i] = (this.counts[i] ?? 0) + 1;
    this.total++;
  }

  /** @param share from 0 to 1; undefined while there is nothing */
  quantile(share: number): number | undefined {
    if (this.total === 0) return undefined;
    const wanted = Math.max(1, Math.ceil(share * this.total));
    let seen = 0;
    const bucket = this.counts.findIndex((count) => (seen += count) >= wanted);
    return BOUNDS[Math.min(bucket, BOUNDS.length - 1)];
  }
}
