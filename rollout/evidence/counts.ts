/** How many requests there were, and how many of them were bad: failed, or slower than some time. */
export interface Count {
  readonly requests: number;
  readonly bad: number;
}

/** What both sides did in one minute, under the same load. */
export interface Minute {
  readonly canary: Count;
  readonly production: Count;
  /** When it began, for sentences. */
  readonly start?: Date;
}

/** How much worse the canary may be: its share of bad requests at most `ratio` times production's plus `margin`. */
export interface Tolerance {
  /** 1 or more. */
  readonly ratio: number;
  /** Share, 0 to 1: 0.001 is one request in a thousand. */
  readonly margin: number;
}

export const NOTHING: Count = { requests: 0, bad: 0 };

export function sumOf(counts: Iterable<Count>): Count {
  let requests = 0;
  let bad = 0;
  for (const count of counts) {
    requests += count.requests;
    bad += count.bad;
  }
  return { requests, bad };
}

/** What one side did in all of the minutes. */
export function total(minutes: readonly Minute[], side: 'canary' | 'production'): Count {
  let requests = 0;
  let bad = 0;
  for (const minute of minutes) {
    const count = minute[side];
    requests += count.requests;
    bad += count.bad;
  }
  return { requests, bad };
}

export function share({ requests, bad }: Count): number {
  return requests === 0 ? 0 : bad / requests;
}

/**
 * A minute that is still coming in may have its errors before its requests: no more are bad than there were. What
 * somebody else publishes may be anything: less than nothing is nothing, and so is what is no finite number.
 */
export function countOf(requests: number, bad: number): Count {
  if (!Number.isFinite(requests) || !Number.isFinite(bad)) return NOTHING;
  const all = Math.max(0, requests);
  return { requests: all, bad: Math.min(Math.max(0, bad), all) };
}
