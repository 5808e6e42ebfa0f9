/** Small numbers for equal values, so that states are compared and kept as numbers. */
export class Interner<T> {
  private readonly ids = new Map<string, number>();
  private readonly values: T[] = [];

  /** @param key equal for equal values, and only for them */
  idOf(value: T, key = JSON.stringify(value)): number {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, this.values.length);
    return this.values.push(value) - 1;
  }

  value(id: number): T {
    const value = this.values[id];
    if (value === undefined) throw new Error(`nothing has the number ${id}`);
    return value;
  }

  get size(): number {
    return this.values.length;
  }
}

/**
 * Thrown by what looks something up that is not known yet and can only be found out asynchronously. Whoever catches it
 * lets it be learnt and asks again.
 */
export class NotKnownYet extends Error {
  override readonly name = 'NotKnownYet';
  readonly learn: () => Promise<void>;
  constructor(learn: () => Promise<void>) {
    super('not known yet');
    this.learn = learn;
  }
}
