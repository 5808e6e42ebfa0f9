import type { Happening } from '../../cli/story/happenings.ts';
import { Telling } from '../../cli/story/telling.ts';
import type { Timetable } from '../../cli/story/time-left.ts';
import type { TrafficReport } from '../traffic/tally.ts';

/** Where everything stands; shown again and again, not a happening of its own. */
export interface Standing {
  readonly at: number;
  readonly startedAt: number | undefined;
  /** State of the execution that releases, or of the one that rolls back. */
  readonly state: string;
  readonly canaryWeight: number;
  /** Every alarm that watches, with its state. */
  readonly alarms: ReadonlyMap<string, string>;
  readonly traffic: TrafficReport;
  /** By version number. */
  readonly releases: ReadonlyMap<string, string>;
  /** Simulated seconds until the execution is through, if all goes well; undefined when nobody can say. */
  readonly secondsLeft: number | undefined;
  /** What share of the waiting is over, from 0 to 1, of the state where it is a wait; undefined when nobody can say. */
  readonly done: { readonly state: number | undefined; readonly rollout: number } | undefined;
}

/** A machine, by how long its states take. */
export interface Expected {
  readonly timetable: Timetable;
  /** States between two of the timetable, such as the checks of a bake: they leave the countdown alone. */
  readonly passing: ReadonlySet<string>;
  /** Names of the alarms that watch. */
  readonly alarms: readonly string[];
}

/** Follows what happens and knows at any moment where everything stands. */
export class Follower {
  readonly telling = new Telling();
  /** Since when the state is part of the timetable, and what was left then. */
  private left: { readonly at: number; readonly seconds: number; readonly afterwards: number } | undefined;
  private timetable: Timetable = new Map();
  private passing: ReadonlySet<string> = new Set();

  /** What is known once the machine is deployed; its alarms are shown in this order. */
  expect({ timetable, passing, alarms }: Expected): void {
    this.timetable = timetable;
    this.passing = passing;
    this.telling.expectAlarms(alarms);
  }

  follow(happening: Happening): void {
    this.telling.hear(happening);
    if (happening.kind === 'ended') this.left = undefined;
    // Another execution's state counts once the release has ended.
    if (happening.kind === 'state' && (happening.own || this.telling.ended)) this.enter(happening.state, happening.at);
  }

  standing(at: number, traffic: TrafficReport): Standing {
    const { alarms, canaryWeight, releases, rollingBack, shownState: state, startedAt } = this.telling;
    const { left } = this;
    const secondsLeft = rollingBack ? undefined : left && Math.max(0, left.seconds - (at - left.at) / 1000);
    return {
      at,
      startedAt,
      state,
      canaryWeight,
      alarms,
      releases,
      traffic,
      secondsLeft,
      done: secondsLeft === undefined ? undefined : this.done(secondsLeft),
    };
  }

  private done(secondsLeft: number): Standing['done'] {
    const { seconds = 0, afterwards = 0 } = this.left ?? {};
    const total = Math.max(0, ...this.timetable.values());
    return {
      state: share(seconds - secondsLeft, seconds - afterwards),
      rollout: share(total - secondsLeft, total) ?? 0,
    };
  }

  /** What a healthy rollout still has before it when this state is over. */
  private afterwards(state: string): number {
    const entries = [...this.timetable];
    const next = entries[entries.findIndex(([name]) => name === state) - 1];
    return next?.[1] ?? 0;
  }

  private enter(state: string, at: number): void {
    const seconds = this.timetable.get(state);
    if (seconds === undefined) {
      if (!this.passing.has(state)) this.left = undefined;
    } else if (this.left === undefined || seconds < this.left.seconds)
      this.left = { at, seconds, afterwards: this.afterwards(state) };
  }
}

/** undefined where there is nothing to wait for. */
function share(part: number, whole: number): number | undefined {
  return whole <= 0 ? undefined : Math.min(1, Math.max(0, part / whole));
}
