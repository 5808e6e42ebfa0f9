import { StateName } from '../../statemachine/contract/names.ts';
import type { Happening } from './happenings.ts';

/**
 * A release as far as it has been told: hears every happening once, in order, and knows at any moment what all of them
 * together say. Lines, terminal and JSON are made of it.
 */
export class Telling {
  /** When the execution that releases began; undefined before. */
  startedAt: number | undefined;
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
  /** Somebody takes it back, whoever asked for it. */
  rollingBack = false;

  hear(happening: Happening): void {
    switch (happening.kind) {
      case 'deployed':
        this.releases.set(happening.version, happening.release);
        return;
      case 'started':
        if (happening.own) this.startedAt ??= happening.at;
        else this.rollingBack = true;
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
