/** Chance from a seed: the same seed tells the same story. */
export function chance(seed: number) {
  let state = seed >>> 0;
  /** Above 0 and at most 1. Mulberry32, whose 32 bits of state are plenty for a story of some thousand minutes. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 4_294_967_296;
  };
  return {
    /** How many of so many independent tries succeed. It steps from one success to the next (geometric gaps). */
    successes(tries: number, share: number): number {
      const most = Math.floor(tries);
      if (share >= 1) return Math.max(0, most);
      if (share <= 0) return 0;
      const perGap = 1 / Math.log1p(-share);
      let count = 0;
      for (let at = Math.log(next()) * perGap; at < most; at += 1 + Math.floor(Math.log(next()) * perGap)) count += 1;
      return count;
    },
  };
}
