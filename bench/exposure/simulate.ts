import type { Chance } from './chance.ts';
import { badAt } from './faults/fault.ts';
import { History } from './history.ts';
import { Scene, type Reading } from './sample.ts';
import { ALMOST_ALL, type MinuteOf, type Sample } from './minutes.ts';
import type { Service } from './service.ts';

/** Minutes of traffic before a release begins: alarms look back ten. */
export const BEFORE = 12;
/** How long the world is watched after a release has begun, whatever became of it. */
export const HORIZON = 60;
/** A healthy release may take longer where it waits for traffic. */
export const PATIENCE = 150;
/** From a decision to written weights: an event rule, a function, a call. The same for everybody. */
export const ACT_SECONDS = 8;

/**
 * CloudWatch shows a minute 17 to 96 s after its end: so long it took from the end of the minute to ALARM in seven
 * recorded payloads. The same is taken for GetMetricData. Prometheus scrapes every 15 s by its guides' example.
 */
export const CLOUDWATCH_DELAY = { least: 17, most: 96 };
export const PROMETHEUS_DELAY = 15;

/** What a strategy sees of the world. */
export interface View {
  /** Minutes from 0 up to, not including, this one have passed. */
  readonly minutes: readonly Sample[];
  /** How many of them CloudWatch shows, and since when, in seconds. */
  readonly shown: number;
  readonly shownAt: readonly number[];
  /** So many minutes before minute 0. */
  past(minutes: number): readonly Sample[];
  /** The release that brought the version that production runs, from its first shift on, as far as this one is. */
  earlierRelease(): readonly Sample[];
}

export interface Action {
  /** The new version's weight from now on, in percent. */
  readonly weight?: number;
  /** Held: waits for a person, who does not come. */
  readonly ended?: 'promoted' | 'rolled back' | 'held';
}

/** One release, in seconds since the world began. */
export interface Release {
  /** When it looks again, by its own schedule; undefined when only new metrics move it. */
  readonly nextAt: number | undefined;
  act(now: number, view: View): Action | Promise<Action>;
  /** CloudWatch shows another minute. */
  metrics?(now: number, view: View): Action;
}

export interface Strategy extends Reading {
  readonly name: string;
  /** Where its schedule and its rules are published. */
  readonly source: string;
  start(startedAt: number, chance: Chance): Release;
}

export interface Outcome {
  readonly ended: 'promoted' | 'rolled back' | 'held' | 'running';
  /** Answers of a faulty version that failed because of it, or were slow where that is the fault. */
  readonly bad: number;
  /** Requests that the new version got. */
  readonly canaryRequests: number;
  /** Seconds from the first bad answer that was possible to the decision; undefined when there was none. */
  readonly detection: number | undefined;
}

interface Weighted {
  readonly at: number;
  readonly weight: number;
}

/** Plays one release and what comes after it. @param horizon minutes from its beginning on */
export async function simulate(
  chance: Chance,
  service: Service,
  strategy: Strategy,
  horizon = HORIZON,
): Promise<Outcome> {
  const startedAt = (BEFORE + chance.uniform()) * 60;
  const release = strategy.start(startedAt, chance);
  const scene = new Scene(chance, service, strategy);
  const minutes: Sample[] = [];
  const changes: Weighted[] = [{ at: 0, weight: 0 }];
  const shownAt: number[] = [];
  const played: MinuteOf[] = [];
  const history = new History(chance, service, strategy, scene.world);
  const view: View = {
    minutes,
    shownAt,
    get shown() {
      return shownAt.length;
    },
    past: (count) => history.past(count),
    earlierRelease: () => history.release(played.filter(({ weight }) => weight > 0)),
  };
  let nextShownAt = Infinity;
  let decidedAt: number | undefined;
  let faultAt: number | undefined;
  let ended: Outcome['ended'] = 'running';

  const apply = (now: number, { weight, ended: ending }: Action) => {
    if (ending === 'rolled back') {
      decidedAt = now;
      changes.push({ at: now + ACT_SECONDS, weight: 0 });
    } else if (weight !== undefined) changes.push({ at: now, weight });
    if (ending !== undefined) ended = ending;
  };
  const since = (until: number, least: number) => {
    const first = changes.find(({ weight }) => weight >= least);
    return first === undefined ? -1 : (until - first.at) / 60;
  };

  const last = BEFORE + horizon;
  for (let index = 0; index < last; index += 1) {
    const from = index * 60;
    const until = from + 60;
    for (;;) {
      const nextAt = ended === 'running' ? (release.nextAt ?? Infinity) : Infinity;
      const at = Math.min(nextAt, nextShownAt);
      if (at >= until) break;
      if (nextShownAt <= nextAt) {
        shownAt.push(at);
        const shown = shownAt.length;
        nextShownAt = shown < index ? Math.max(at, visibleAt(chance, shown)) : Infinity;
        if (ended === 'running' && at >= startedAt && release.metrics !== undefined)
          apply(at, release.metrics(at, view));
      } else {
        const acted = release.act(at, view);
        // Only who asks CloudWatch has to be waited for.
        apply(at, acted instanceof Promise ? await acted : acted);
      }
    }
    const { at: changedAt, weight } = changes.at(-1) ?? { at: 0, weight: 0 };
    const at = {
      index,
      released: index - BEFORE,
      share: averageWeight(changes, from, until) / 100,
      weight,
      age: since(until, 1),
      atLast: since(until, ALMOST_ALL),
    };
    if (faultAt === undefined && weight > 0 && badAt(service.fault, { minutes: at.age, weight }) > 0)
      faultAt = Math.max(from, changedAt);
    played.push(at);
    minutes.push(scene.play(at, strategy.loadTest !== undefined && weight > 0 && ended === 'running'));
    if (nextShownAt === Infinity) nextShownAt = visibleAt(chance, shownAt.length);
    // After a rollback nothing more can happen to users.
    if (decidedAt !== undefined && decidedAt + ACT_SECONDS < until) break;
    // Of a healthy version nothing more is asked.
    if (horizon > HORIZON && ended !== 'running') break;
  }
  return {
    ended,
    bad: minutes.reduce((sum, { bad }) => sum + bad, 0),
    canaryRequests: minutes.reduce((sum, { canary }) => sum + canary.requests, 0),
    detection:
      decidedAt === undefined || faultAt === undefined || decidedAt < faultAt ? undefined : decidedAt - faultAt,
  };
}

function visibleAt(chance: Chance, minute: number): number {
  const { least, most } = CLOUDWATCH_DELAY;
  return (minute + 1) * 60 + least + (most - least) * chance.uniform();
}

/** Over a minute, of what was set when. */
function averageWeight(changes: readonly Weighted[], from: number, until: number): number {
  return changes.reduce((sum, { at, weight }, i) => {
    const end = Math.min(until, changes[i + 1]?.at ?? Infinity);
    return sum + (weight * Math.max(0, end - Math.max(from, at))) / (until - from);
  }, 0);
}
