/** How many requests there were, and how many of them were bad: failed, or slower than some time. */
export interface Count {
  readonly requests: number;
  readonly bad: number;
}

/** What both sides did in one minute, under the same load. */
export interface Minute {
  readonly canary: Count;
  readonly production: Count;
}

/** How much worse the canary may be: its share of bad requests at most `ratio` times production's plus `margin`. */
export interface Tolerance {
  /** 1 or more. */
  readonly ratio: number;
  /** Share, 0 to 1: 0.001 is one request in a thousand. */
  readonly margin: number;
}

export const NOTHING: Count = { requests: 0, bad: 0 };

export function add(a: Count, b: Count): Count {
  return { requests: a.requests + b.requests, bad: a.bad + b.bad };
}

export function total(minutes: readonly Minute[], side: keyof Minute): Count {
  return minutes.reduce((sum, minute) => add(sum, minute[side]), NOTHING);
}

export function share({ requests, bad }: Count): number {
  return requests === 0 ? 0 : bad / requests;
}
