import { standingPause, type StoredPause } from '../../rollout/pause/stored.ts';
import type { ClosedRollout, OpenRollout } from '../../rollout/record/record.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { chapterOf, type Chapter } from './chapter.ts';
import type { Happening } from './happenings.ts';
import { purposeOf, type Purpose } from './purpose.ts';

/** What the record says of a rollout that is open. */
export type ToldRollout = Pick<OpenRollout, 'phase' | 'kind' | 'version' | 'previousVersion' | 'confirmedWeight'> &
  StoredPause;

/**
 * A release as far as it has been told: hears every happening once, in order, and knows at any moment what all of them
 * together say. Lines, terminal and JSON are made of it.
 */
export class Telling {
  /** When the execution that releases began; undefined before. */
  startedAt: number | undefined;
  /** What that execution is there for; undefined before. */
  purpose: Purpose | undefined;
  /** The state it is in, or was in when it ended; '' before the first. */
  state = '';
  /** When each of its states was first entered. */
  readonly entered = new Map<string, number>();
  /** How it ended; undefined while it runs. */
  ended: Extract<Happening, { kind: 'ended' }> | undefined;
  /** State of an execution that finishes the rollback after that; undefined while none does. */
  private stateAfterwards: string | undefined;
  canaryWeight = 0;
  /** Every alarm that is known, with its state. */
  readonly alarms = new Map<string, string>();
  /** Labels of the releases, by version number. */
  readonly releases = new Map<string, string>();
  /** Its rollout, as the record said last; undefined before it has claimed. */
  rollout: ToldRollout | undefined;
  /** How its rollout was closed; undefined before. */
  closed: ClosedRollout | undefined;
  /** Somebody takes it back, whoever asked for it. */
  rollingBack = false;

  hear(happening: Happening): void {
    switch (happening.kind) {
      case 'deployed':
        this.releases.set(happening.version, happening.release);
        return;
      case 'started':
        if (happening.own) {
          this.startedAt ??= happening.at;
          this.purpose = purposeOf(happening.input);
        } else this.rollingBack = true;
        return;
      case 'state':
        this.enter(happening);
        return;
      case 'ended':
        if (happening.own) this.ended = happening;
        return;
      case 'weights':
        this.canaryWeight = happening.canary;
        // A release takes its weight back once, at the end of its promotion; at any other time it is a rollback.
        if (happening.canary === 0 && this.shownState !== StateName.returnTraffic) this.rollingBack = true;
        return;
      case 'alarm':
        this.alarms.set(happening.name, happening.state);
        return;
      default:
    }
  }

  /** What the record says of it now. What it said last stands when it says nothing any more. */
  recorded(open: ToldRollout | undefined, closed: ClosedRollout | undefined): void {
    this.rollout = open ?? this.rollout;
    this.closed = closed ?? this.closed;
  }

  /** Where it is, with its pause, and how it ended. */
  get chapter(): Chapter {
    const { closed, ended, rollout, state } = this;
    return chapterOf({
      execution: ended ?? { status: 'RUNNING', state },
      open: rollout && { phase: rollout.phase, pause: standingPause(rollout) },
      closed,
    });
  }

  /** The release's own while it runs, after that the one of whoever finishes it. */
  get shownState(): string {
    return this.stateAfterwards ?? this.state;
  }

  /** Alarms that watch, in the order in which they are shown. Until something is heard of one it has no data. */
  expectAlarms(names: readonly string[]): void {
    for (const name of names) {
      const state = this.alarms.get(name) ?? 'INSUFFICIENT_DATA';
      this.alarms.delete(name);
      this.alarms.set(name, state);
    }
  }

  /** How an alarm stood when the telling began, which is no news. */
  alarmStood(name: string, state: string): void {
    this.alarms.set(name, state);
  }

  private enter({ at, own, state }: Extract<Happening, { kind: 'state' }>): void {
    if (!own) {
      if (this.ended !== undefined) this.stateAfterwards = state;
      return;
    }
    this.state = state;
    this.stateAfterwards = undefined;
    if (!this.entered.has(state)) this.entered.set(state, at);
  }
}
