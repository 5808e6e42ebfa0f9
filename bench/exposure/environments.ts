/** Environments for each request a second: 50 ms an answer, and as much again in reserve. */
const PER_REQUEST = 0.1;

/**
 * Execution environments of one side. Where more requests come than before, new ones are made, and each begins with its
 * own first request.
 */
export class Environments {
  private readonly cohorts: { readonly count: number; served: number }[] = [];
  private total = 0;
  private each = 0;

  /** @param warm requests a second for which old environments are there already */
  constructor(warm = 0) {
    if (warm > 0) this.add(Math.ceil(1.5 * warm * PER_REQUEST), Infinity);
  }

  /** A minute of requests, shared out evenly. */
  serve(requests: number): void {
    for (const cohort of this.cohorts) cohort.served += this.each;
    const needed = requests === 0 ? 0 : Math.max(1, Math.ceil((requests / 60) * PER_REQUEST));
    if (needed > this.total) this.add(needed - this.total, 0);
    this.each = this.total === 0 ? 0 : requests / this.total;
  }

  /** How many of the minute's requests were among the first so many of their environment. */
  first(many: number): number {
    let sum = 0;
    for (const { count, served } of this.cohorts) if (served < many) sum += count * Math.min(many - served, this.each);
    return Math.round(sum);
  }

  private add(count: number, served: number): void {
    this.cohorts.push({ count, served });
    this.total += count;
  }
}
