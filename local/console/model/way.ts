import type { ServiceParts, WeightPoint } from './protocol.ts';
import type { LegView, WayView } from './ways.ts';

/** A moment that is to come, to the minute: what functions take comes on top of what a plan waits. */
export function about(at: number): string {
  return new Date(Math.round(at / 60_000) * 60_000).toISOString().slice(11, 16);
}

/** When what comes next would come, from the plan and the clock. Nothing that the clock has shown to be wrong. */
export interface Forecast {
  /** The first leg that has not begun; undefined in the last. */
  readonly leg: LegView | undefined;
  /** When it would begin; undefined where nobody can say, and once that time is over. */
  readonly at: number | undefined;
  /** When a leg would begin, or, of none, when all is done. */
  readonly atOf: (leg: LegView | undefined) => number | undefined;
}

/** What a release is known to wait for beside time. */
export interface Waits {
  /** Of what is held, blind or taken back no time is known. */
  readonly goesOn: boolean;
  /** A weight at which it stops until somebody lets it on; those of the plan are known. */
  readonly holdAt?: number | undefined;
}

export function forecast(way: WayView | undefined, now: number, { goesOn, holdAt }: Waits): Forecast {
  const { legs = [], left } = way ?? {};
  const leg = legs[legs.findLastIndex(({ beganAt }) => beganAt !== undefined) + 1];
  if (left === undefined || !goesOn) return { leg, at: undefined, atOf: () => undefined };
  const due = (each: LegView | undefined) => left.at + (left.seconds - (each?.left ?? 0)) * 1000;
  // What is late moves everything behind it.
  const late = Math.max(0, now - due(leg));
  const stop = stopOf(way, holdAt);
  return {
    leg,
    at: late > 0 ? undefined : due(leg),
    atOf: (each) => {
      if (each === leg && late > 0) return undefined;
      return stop !== undefined && (each?.left ?? 0) < stop.left ? undefined : due(each) + late;
    },
  };
}

/** Where it stops first from here on, until somebody lets it go on. */
function stopOf(way: WayView | undefined, holdAt: number | undefined): LegView | undefined {
  const from = legNow(way)?.left ?? Infinity;
  return way?.legs.find((leg) => leg.left <= from && stops(leg, holdAt));
}

export function stops({ approve, kind, weight }: LegView, holdAt: number | undefined): boolean {
  return kind === 'step' && (approve === true || weight === holdAt);
}

/** The leg in which a release is, or was last. */
export function legNow(way: WayView | undefined): LegView | undefined {
  return way?.legs.findLast(({ beganAt }) => beganAt !== undefined);
}

/** Whether any request was to reach the version, as far as its way tells. */
export function metUsers(way: WayView | undefined): boolean | undefined {
  if (way === undefined || way.legs.length === 0) return undefined;
  return way.legs.some(({ kind, beganAt }) => kind === 'step' && beganAt !== undefined);
}

/** Since when requests meet the weight that they meet now; undefined where that was not seen. */
export function since(weights: readonly WeightPoint[], canary: number, now: number): number | undefined {
  const due = weights.filter(({ at }) => at <= now);
  const first = due.findLastIndex((point) => point.canary !== canary) + 1;
  return due[first]?.at;
}

/** Since when all users are on what was promoted: its weight has gone back to 0 since. */
export function sinceAll({ weights }: Pick<ServiceParts, 'weights'>, way: WayView | undefined): number | undefined {
  const began = way?.legs.find(({ weight, kind }) => kind === 'step' && weight === 100)?.beganAt;
  return began === undefined ? undefined : weights.find(({ at, canary }) => at >= began && canary === 100)?.at;
}
