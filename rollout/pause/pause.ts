import type { ErrorName } from '../../statemachine/contract/errors.ts';
import type { VerdictName } from '../../statemachine/contract/rows/check.ts';
import type { PauseReason } from '../../statemachine/contract/pauses.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import type { NextStep } from '../bake/next-step.ts';
import type { OpenRollout } from '../record/record.ts';

/**
 * A rollout waits at a weight, alarms watching, until it is let go on, is rolled back, or its time is over. What each
 * reason means, and what every place says of it, stands in `REASONS`.
 */
export interface Pause {
  /** The canary's weight meanwhile. */
  readonly at: number;
  readonly why: PauseReason;
  /** ISO time of the check that began it; the deadline counts from here. */
  readonly since: string;
  /** ISO time at which it ends in a rollback. Absent where only the record was read: it is the plan that says it. */
  readonly until?: string;
  /** What that check found against going on, as a sentence; absent where it was healthy. */
  readonly found?: string;
  /** Whether somebody has said what ends it. The next check that allows it goes on. */
  readonly told: boolean;
  /** Who has, as far as they said so. */
  readonly word?: Word;
  /** It takes the one pause that a rollout has room for where its plan has none. */
  readonly spare?: true;
}

/** Who said "go on", and why: their own words, which nobody has proven. CloudTrail knows who started the execution. */
export interface Word {
  /** Name of the execution that said it. */
  readonly execution: string;
  readonly by?: string;
  readonly reason?: string;
}

/**
 * What was said that ends the waits of a weight: `here` at this weight, by somebody who saw what there was against it;
 * `before` at an earlier one, for all that come.
 */
export interface Told {
  readonly when: 'here' | 'before';
  readonly word?: Word;
}

/** The command that lets a paused rollout go on, as the CLI names it. A rollback ends every pause. */
export type PauseCommand = 'go-on';

/** All that there is to know of a reason to pause. */
export interface Reason {
  readonly begins: (check: BakedCheck) => boolean;
  /** Undefined where nobody knows before it begins. */
  readonly toCome: ToCome | undefined;
  /** Ends the id of its event; undefined where a rollout announces it once. */
  readonly occasion: (at: number) => string | undefined;
  readonly endedBy: PauseCommand;
  /** Whether a rollout that was told to go on does so after a check that found this. */
  readonly goesOn: (found: Found) => boolean;
  /** How long it lasts at most. */
  readonly seconds: (plan: Pick<Plan, 'holdSeconds'>) => number;
  /** What the rollback is called when nobody told it to go on by then. @param found what the last check calls it */
  readonly neverTold: (found: ErrorName) => ErrorName;
  readonly says: Sayings;
}

/** A check that may begin a pause. */
export interface BakedCheck {
  /** What it comes to if nothing pauses the rollout; `hold` where it is to be held for what was, or was not, seen. */
  readonly otherwise: NextStep;
  /** Something that its verdict rests on counted nothing at all. */
  readonly blind: boolean;
  /** Whether the rollout was asked to hold at this weight. */
  readonly asked: boolean;
  /** Whether the plan waits here for somebody's word. */
  readonly approve: boolean;
  /** Whether somebody has asked to pause since the last check, and there is room for it here. */
  readonly pauseAsked: boolean;
  /** Whether a hook has failed that holds the rollout then. */
  readonly hookFailed: boolean;
}

/** What the record of a rollout says of a pause that has not begun. */
export interface ToCome {
  /** Its weight, also once it has begun; undefined where there was none to come. */
  readonly at: (rollout: { readonly [Field in 'holdAt']?: OpenRollout[Field] | undefined }) => number | undefined;
  /** In the claim's message and the title of `watch`. */
  readonly says: Readonly<Record<'claim' | 'watch', (at: number) => string>>;
}

/** What a check during a pause has found. */
export interface Found {
  readonly verdict: VerdictName;
  /** All that speaks against it is what a person may know better. */
  readonly onlyOverruled: boolean;
}

/**
 * How a pause stands at a check:
 *
 * | told | the check lets it go on | before the deadline | past it         |
 * |------|-------------------------|---------------------|-----------------|
 * | no   | either                  | `waits`             | `never told`    |
 * | yes  | yes                     | `goes on`           | `goes on`       |
 * | yes  | no                      | `not healthy yet`   | `never healthy` |
 *
 * Where the plan says that a pause ends in going on, it is `over` past its deadline instead of the two that never were:
 * the bake says what comes next.
 */
export type Standing = 'waits' | 'never told' | 'goes on' | 'not healthy yet' | 'never healthy' | 'over';

/** What of a plan says where it pauses. */
export interface PlannedPauses {
  readonly tooFewRequests: Plan['tooFewRequests'];
  /** Weights at which it waits for somebody's word. */
  readonly approvals: readonly number[];
  readonly hooks?: Plan['hooks'];
}

/** What each place that tells of a pause says of it. */
export interface Sayings {
  /** The help of `go-on`: `A release is held when ...` */
  readonly when: string;
  /** The `plan` command, of a plan that pauses for this for at most `most`; undefined for one that does not. */
  readonly planned: (plan: PlannedPauses, most: string) => string | undefined;
  /** The end of a check's sentence, which is also its event's; `until` is `14:30Z`. */
  readonly check: Readonly<Record<Standing, (until: string, word?: Word) => string>>;
  /** The answer to a "go on" that was said before the pause began. */
  readonly goOn: Readonly<Record<'too early', (pause: Pause) => string>>;
  readonly status: (pause: Pause) => string;
  readonly doctor: (pause: Pause) => string;
  readonly watch: (pause: Pause) => string;
  /** `next`: what it waits for. */
  readonly console: (pause: Pause) => { readonly next: string; readonly because: string };
}

/** Somebody's "go on": by which execution, and what more they said. */
export interface Said {
  /** Its ARN. */
  readonly execution: string;
  readonly by?: string;
  readonly reason?: string;
  /** Ends the waits of every later weight as well. */
  readonly promote: boolean;
}
