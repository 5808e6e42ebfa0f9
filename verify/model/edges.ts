/** Which state leads to which, kept small: pairs of numbers in one growing array. */
export class Edges {
  private pairs = new Int32Array(1 << 12);
  private length = 0;

  add(from: number, to: number): void {
    if (this.length === this.pairs.length) {
      const more = new Int32Array(this.pairs.length * 2);
      more.set(this.pairs);
      this.pairs = more;
    }
    this.pairs[this.length++] = from;
    this.pairs[this.length++] = to;
  }

  get count(): number {
    return this.length / 2;
  }

  /**
   * The first of the `states` states from which no way leads to any of `ends`.
   * @returns undefined when there is a way from each
   */
  firstWithoutWay(states: number, ends: readonly number[]): number | undefined {
    const { starts, sources } = this.backwards(states);
    const reaches = new Uint8Array(states);
    const queue = [...ends];
    for (const end of ends) reaches[end] = 1;
    for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
      for (let i = starts[state] ?? 0; i < (starts[state + 1] ?? 0); i++) {
        const source = sources[i] ?? 0;
        if (reaches[source] === 1) continue;
        reaches[source] = 1;
        queue.push(source);
      }
    }
    const found = reaches.indexOf(0);
    return found < 0 ? undefined : found;
  }

  /** For each state where its predecessors begin in `sources`. */
  private backwards(states: number): { starts: Int32Array; sources: Int32Array } {
    const starts = new Int32Array(states + 1);
    for (let i = 1; i < this.length; i += 2)
      starts[(this.pairs[i] ?? 0) + 1] = (starts[(this.pairs[i] ?? 0) + 1] ?? 0) + 1;
    for (let i = 0; i < states; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
    const next = starts.slice();
    const sources = new Int32Array(this.count);
    for (let i = 0; i < this.length; i += 2) {
      const to = this.pairs[i + 1] ?? 0;
      const at = next[to] ?? 0;
      sources[at] = this.pairs[i] ?? 0;
      next[to] = at + 1;
    }
    return { starts, sources };
  }
}
