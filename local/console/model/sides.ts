/** Part of what the console's server tells the page: what users got of either version of a release. */

/** Every answer of one side. */
export interface SideView {
  /** '' while no answer said which one ran. */
  readonly version: string;
  readonly requests: number;
  /** Answers with status 500 and above, whoever gave them. */
  readonly failures: number;
  /** Within how many milliseconds of the wall's clock half of them came, and 99 %; absent where there is none. */
  readonly p50?: number;
  readonly p99?: number;
}

/** The two versions while both had requests: of the release that runs, otherwise of the last one that met users. */
export interface SidesView {
  /** From when on requests met the new version. */
  readonly since: number;
  /** From when on its target group got none; absent as long as it gets some. */
  readonly until?: number;
  /** The new version. */
  readonly canary: SideView;
  /** The old one. */
  readonly production: SideView;
}
