import type { Chance } from './chance.ts';
import { sample, type Sample, type Service } from './service.ts';

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
const CLOUDWATCH_DELAY = { least: 17, most: 96 };
export const PROMETHEUS_DELAY = 15;

/** What a strategy sees of the world. */
export interface View {
  /** Minutes from 0 up to, not including, this one have passed. */
  readonly minutes: readonly Sample[];
  /** How many of them CloudWatch shows. */
  readonly shown: number;
}

export interface Action {
  /** The new version's weight from now on, in percent. */
  readonly weight?: number;
  readonly ended?: 'promoted' | 'rolled back';
  /** Of a rollback: how many minutes would have been enough to decide it. @default - all that were shown */
  readonly enough?: number;
}

/** One release, in seconds since the world began. */
export interface Release {
  /** When it looks again, by its own schedule; undefined when only new metrics move it. */
  readonly nextAt: number | undefined;
  act(now: number, view: View): Action;
  /** CloudWatch shows another minute. */
  metrics?(now: number, view: View): Action;
}

export interface Strategy {
  readonly name: string;
  /** Where its schedule and its rules are published. */
  readonly source: string;
  readonly withTimes: boolean;
  start(startedAt: number, chance: Chance): Release;
}

export interface Outcome {
  readonly ended: 'promoted' | 'rolled back' | 'running';
  /** Answers of a faulty version that failed, or were slow where that is the fault. */
  readonly bad: number;
  /** Requests that the new version got until the decision to roll back. */
  readonly canaryRequests: number;
  /** Of these, those in the minutes that were enough to decide. */
  readonly canaryEnough: number;
  /** Seconds from the first bad answer that was possible to the decision; undefined when there was none. */
  readonly detection: number | undefined;
}

interface Weighted {
  readonly at: number;
  readonly weight: number;
}

/** Plays one release and what comes after it. @param horizon minutes from its beginning on */
export function simulate(chance: Chance, service: Service, strategy: Strategy, horizon = HORIZON): Outcome {
  const startedAt = (BEFORE + chance.uniform()) * 60;
  const release = strategy.start(startedAt, chance);
  const minutes: Sample[] = [];
  const changes: Weighted[] = [{ at: 0, weight: 0 }];
  let shown = 0;
  let shownAt = Infinity;
  let decidedAt: number | undefined;
  let firstAt: number | undefined;
  let faultAt: number | undefined;
  let ended: Outcome['ended'] = 'running';
  let enoughThen = 0;

  const apply = (now: number, { weight, ended: ending, enough = shown }: Action) => {
    if (ending === 'rolled back') {
      decidedAt = now;
      enoughThen = enough;
      changes.push({ at: now + ACT_SECONDS, weight: 0 });
    } else if (weight !== undefined) {
      changes.push({ at: now, weight });
      firstAt ??= now;
      if (faultAt === undefined && (service.fault.slowness > 1 || service.fault.errors(1, weight) > 0)) faultAt = now;
    }
    if (ending !== undefined) ended = ending;
  };

  const last = BEFORE + horizon;
  for (let index = 0; index < last; index += 1) {
    const from = index * 60;
    const until = from + 60;
    for (;;) {
      const nextAt = ended === 'running' ? (release.nextAt ?? Infinity) : Infinity;
      const at = Math.min(nextAt, shownAt);
      if (at >= until) break;
      if (shownAt <= nextAt) {
        shown += 1;
        shownAt = shown < index ? Math.max(at, visibleAt(chance, shown)) : Infinity;
        if (ended === 'running' && at >= startedAt && release.metrics !== undefined)
          apply(at, release.metrics(at, { minutes, shown }));
      } else {
        apply(at, release.act(at, { minutes, shown }));
      }
    }
    const share = averageWeight(changes, from, until) / 100;
    minutes.push(
      sample(
        chance,
        service,
        { index, share, weight: changes.at(-1)?.weight ?? 0, age: firstAt === undefined ? -1 : (until - firstAt) / 60 },
        strategy.withTimes,
      ),
    );
    if (shownAt === Infinity) shownAt = visibleAt(chance, shown);
    // After a rollback nothing more can happen to users.
    if (decidedAt !== undefined && decidedAt + ACT_SECONDS < until) break;
  }
  const slow = service.fault.slowness > 1;
  const bad = minutes.reduce((sum, { canary }) => sum + (slow ? canary.requests : canary.errors), 0);
  return {
    ended,
    bad,
    canaryRequests: minutes.reduce((sum, { canary }) => sum + canary.requests, 0),
    canaryEnough: minutes.slice(0, enoughThen).reduce((sum, { canary }) => sum + canary.requests, 0),
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
