/** A value that is followed some time after it is written. */
export class Follower<T> {
  private value: T;
  private pending: { readonly appliesAt: number; readonly value: T }[] = [];

  constructor(value: T) {
    this.value = value;
  }

  /** @param appliesAt simulated time from which on it is followed */
  write(value: T, appliesAt: number): void {
    this.pending.push({ appliesAt, value });
  }

  /** What is followed; of several whose time has come, the one written last. */
  at(now: number): T {
    if (this.pending.length === 0) return this.value;
    const due = this.pending.filter(({ appliesAt }) => appliesAt <= now).length;
    const newest = due === 0 ? undefined : this.pending[due - 1];
    if (newest !== undefined) {
      this.pending = this.pending.slice(due);
      this.value = newest.value;
    }
    return this.value;
  }
}

/** One of the parts of a service, by chance; the only one without chance. */
export function anyOf<T>(parts: readonly T[], random: { int(min: number, max: number): number }): T {
  const part = parts.length === 1 ? parts[0] : parts[random.int(0, parts.length - 1)];
  if (part === undefined) throw new RangeError('a service has at least one part');
  return part;
}
