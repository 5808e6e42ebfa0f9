/** The chances with which one series may call a tolerable canary worse in one release. */
export interface Level {
  /** By all looks while both sides have requests. */
  readonly beside: number;
  /**
   * By all looks at a weight of 100, beside a production that is only remembered; and again as much for the memory to
   * be wrong.
   */
  readonly alone: number;
}

/**
 * Shares out the chance: whatever the series, together they are wrong with chance `alpha` at most (Boole's inequality).
 * @param neverAlone true where the canary always has something beside it: then nothing is kept for 100
 */
export function levelOf(alpha: number, series: number, neverAlone = false): Level {
  return neverAlone
    ? { beside: alpha / series, alone: 0 }
    : { beside: (0.75 * alpha) / series, alone: (0.125 * alpha) / series };
}
