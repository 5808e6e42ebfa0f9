/**
 * The rollout record: one item per service, the right to write the listener. Every transition is
 * read -> pure decision -> conditional write on `revision`, so "still mine and advancing" is judged on a
 * consistent read and holds when the write succeeds.
 */

/** How the record spells the phase in which a rollback stands by: `rollout/rollback/stand-by.ts`. */
export const STANDING_BY = 'held';

/**
 * `promoting` begins before production moves and lasts until the close. A rollout that is paused at a weight bakes
 * there: it is `advancing`.
 */
export type Phase = 'advancing' | 'promoting' | typeof STANDING_BY | 'rolling back';

export interface OpenRollout {
  /** ARN of the execution that claimed. `watchdog:<time>` when the watchdog took the record itself. */
  readonly id: string;
  readonly phase: Phase;
  /** `revert` puts production back on the version before; absent for a release. */
  readonly kind?: 'revert';
  readonly version: string;
  /** The version production ran when the rollout claimed. */
  readonly previousVersion: string;
  /** ISO time, taken before the alarms were looked at: an alarm older than this is not about this rollout. */
  readonly claimedAt: string;
  readonly confirmedWeight: number;
  /** ISO time at which that weight was confirmed, above 0; absent in records from before anybody asked. */
  readonly confirmedAt?: string;
  /** Written before the listener is; differs from the confirmed weight only while a shift is under way. */
  readonly intendedWeight: number;
  /**
   * Of a revert to a version that `previous` did not keep: what it kept, before this rollout pointed it at `version`. A
   * rollback puts it back.
   */
  readonly previousKept?: string;
  /** True from just before this rollout first moves production to its version. */
  readonly productionMoved: boolean;
  /** The weight at which it was asked to hold until somebody says "go on". */
  readonly holdAt?: number;
  /**
   * From here to `goOn`: the pause that began last, which `rollout/pause/stored.ts` reads and writes. Its weight;
   * absent in records from before there were others than the one at `holdAt`.
   */
  readonly heldAt?: number;
  readonly heldSince?: string;
  readonly heldBecause?: string;
  /** The reason by its name, where the weights do not tell it. */
  readonly heldWhy?: string;
  readonly goOn?: boolean;
  /** ISO time at which provisioned concurrency was first asked for, for its version. */
  readonly provisionedSince?: string;
  /** The weight outside of the plan's own pauses at which the rollout was paused; there is room for one. */
  readonly spareAt?: number;
  /** The weight for which somebody said "go on" last, also without a pause; by which execution, and as whom and why. */
  readonly goOnAt?: number;
  readonly goOnBy?: string;
  readonly goOnWho?: string;
  readonly goOnWhy?: string;
  /** By weight: every word that let the rollout go on there and was not withdrawn. Told afterwards; decides nothing. */
  readonly letOn?: LetOn;
  /** The weight after which nothing waits for a person any more: somebody said "promote" there. */
  readonly promoteFrom?: number;
  /** ISO time at which somebody asked to pause, and by which execution; the next check begins the pause. */
  readonly pauseAsked?: string;
  readonly pauseBy?: string;
  /** Set where it releases nothing: it adopts the listener, or gives it back. */
  readonly listener?: ListenerTask;
  /** Until when a rollback stands by at most. */
  readonly heldUntil?: string;
  /** Set once it stands by or rolls back: contract error name and a sentence for people. */
  readonly error?: string;
  readonly reason?: string;
  /**
   * True when production had moved and the version before no longer exists: traffic is on production, and
   * production stays.
   */
  readonly notRestored?: boolean;
  /** The execution (or `watchdog`) that finishes the rollback, or stands by, and when it was last heard of. */
  readonly rescuer?: string;
  readonly rescuerSeenAt?: string;
}

/** Target groups by id, and the weight of each. None: not known, or no forward action. */
export type Groups = Readonly<Record<string, number>>;

/** What an execution does with a listener of others. */
export interface ListenerTask {
  readonly to: 'adopt' | 'give back';
  /** Id of the listener. */
  readonly listener: string;
  /** Its default action before it was adopted. */
  readonly before: Groups;
}

/** A listener of others whose default action is this service's until it is given back. */
export interface Adopted {
  readonly listener: string;
  /** ISO time, and the execution that adopted it. */
  readonly at: string;
  readonly by: string;
  /** What it served then. */
  readonly version: string;
  readonly before: Groups;
  /** ISO time since when somebody else's default action was found in it, and told; absent while it is ours. */
  readonly foreignSince?: string;
}

/** Who said "go on" at a weight, by their own words: unproven but for the execution, an ARN. */
export type LetOn = Readonly<
  Record<
    string,
    { readonly execution: string; readonly by?: string; readonly reason?: string; readonly promote?: true }
  >
>;

export interface ClosedRollout {
  readonly id: string;
  readonly outcome: 'promoted' | 'rolled back';
  /** As in the open rollout; a revert that went through is `promoted`, for production runs its version. */
  readonly kind?: 'revert';
  readonly version: string;
  readonly previousVersion: string;
  readonly claimedAt: string;
  readonly closedAt: string;
  readonly error?: string;
  readonly reason?: string;
  readonly notRestored?: boolean;
  /** Of one that released nothing: what it did with the listener. */
  readonly listener?: ListenerTask['to'];
  /** As in the open rollout; absent where nobody said go on, or handlers of an earlier release closed it. */
  readonly letOn?: LetOn;
}

export interface RolloutRecord {
  /** Grows with every write; 0 means that there is no item yet. */
  readonly revision: number;
  /** Absent at rest. */
  readonly rollout?: OpenRollout;
  /**
   * The rollout closed last. The close writes it here in the same update that frees the record; the next
   * claim copies it to the history before it overwrites it, so no closed rollout is ever forgotten.
   */
  readonly last?: ClosedRollout;
  /** The version promoted last, or gone back to, to notice that production was moved by hand. */
  readonly lastPromoted?: string;
  /** When the release that promoted it claimed; absent after a revert. */
  readonly lastPromotedClaimedAt?: string;
  /** The highest version number that was ever claimed: a deploy tries no version twice. */
  readonly newestTried?: string;
  /** Versions that may have provisioned concurrency to be taken away once they are out, and since when. */
  readonly provisioned?: Readonly<Record<string, string>>;
  /** Only where the listener is one of others: absent until somebody adopts it. */
  readonly adopted?: Adopted;
  /** Versions that a person put out again by a revert, and when, until they are promoted once more; the last ones. */
  readonly reverted?: Readonly<Record<string, string>>;
}

/**
 * The rollout record is there, and nobody can tell what it says. Not for a read that failed: the next one may succeed.
 */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}
