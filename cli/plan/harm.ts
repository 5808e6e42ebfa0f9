import { ringing, type ProductionMinute } from '../../rollout/claim/production-trips.ts';
import { compare } from '../../rollout/evidence/comparison.ts';
import { levelOf } from '../../rollout/evidence/level.ts';
import { errorSeries } from '../../rollout/evidence/series.ts';
import type { AlarmLimit } from '../../statemachine/contract/alarm-limits.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';

/** A minute is published 17 to 96 s after its end (seven recorded payloads), so long on average. */
const SHOWN_AFTER_SECONDS = 57;
/** From a decision to written weights: an event rule, a function, a call. */
const ACT_SECONDS = 8;
/** A release begins in the middle of a minute, on average. */
const BEGINS_AT = 30;
/** What fails on both sides anyway. */
const OWN = 0.0003;
/** Errors, answers and times share the level; errors alone are looked at here. */
const SERIES = 3;

/** What of the plan says how soon a bad release is found. */
export type HarmPlan = Pick<Plan, 'steps' | 'settleSeconds' | 'checkSeconds' | 'compare'>;

/** A release of which such a share of the answers fails, from the first on. */
export interface Harm {
  readonly share: number;
  /** Failed answers until users are back on production, on average. */
  readonly failed: number;
  /** From the first shift until then. */
  readonly seconds: number;
  /** The weight at which it is found. */
  readonly weight: number;
}

interface Shift {
  readonly at: number;
  readonly weight: number;
}

/**
 * What such a release costs, by the comparison's own bets and the alarms' own limits, on counts as they come on
 * average: of chance, late metrics and other faults it knows nothing.
 * @param rps requests a second of both sides together, at any time the same
 * @returns undefined when it is promoted unfound
 */
export function harmOf(plan: HarmPlan, limits: readonly AlarmLimit[], rps: number, share: number): Harm | undefined {
  const { shifts, checks, end } = timesOf(plan);
  const found = Math.min(
    alarmAt(shifts, limits, { rps, share, end }),
    plan.compare === false ? Infinity : comparedAt(plan.compare, shifts, checks, { rps, share }),
  );
  if (found === Infinity) return undefined;
  const seconds = found + ACT_SECONDS;
  const weight = shifts.findLast(({ at }) => at <= found)?.weight ?? 0;
  return { share, failed: share * canaryRequests(shifts, rps, 0, seconds), seconds, weight };
}

/** When weights are written and checks look, in seconds from the first shift. */
function timesOf({ steps, settleSeconds, checkSeconds }: HarmPlan) {
  const shifts: Shift[] = [];
  const checks: number[] = [];
  let at = 0;
  for (const { bakeSeconds, weight } of steps) {
    shifts.push({ at, weight });
    at += settleSeconds;
    for (let n = 1; n <= Math.ceil(bakeSeconds / checkSeconds); n += 1) checks.push(at + n * checkSeconds);
    at = checks.at(-1) ?? at;
  }
  return { shifts, checks, end: at };
}

function canaryRequests(shifts: readonly Shift[], rps: number, from: number, to: number): number {
  return shifts.reduce((sum, { at, weight }, i) => {
    const until = Math.min(to, shifts[i + 1]?.at ?? Infinity);
    return sum + (rps * weight * Math.max(0, until - Math.max(from, at))) / 100;
  }, 0);
}

interface Traffic {
  readonly rps: number;
  readonly share: number;
}

const endOfMinute = (k: number): number => (k + 1) * 60 - BEGINS_AT;

/** One minute of both sides, as it comes on average. */
function minuteOf(shifts: readonly Shift[], { rps, share }: Traffic, k: number) {
  const end = endOfMinute(k);
  const requests = canaryRequests(shifts, rps, end - 60, end);
  const others = 60 * rps - requests;
  return {
    canary: { requests, bad: requests * Math.max(share, OWN) },
    production: { requests: others, bad: others * OWN },
  };
}

/** When the first alarm rings that counts errors, seconds from the first shift. */
function alarmAt(
  shifts: readonly Shift[],
  limits: readonly AlarmLimit[],
  at: Traffic & { readonly end: number },
): number {
  const minutes: ProductionMinute[] = [];
  // Before the first shift an alarm's window is there, and empty.
  const before = Math.max(0, ...limits.map((limit) => limit.minutes - 1));
  for (let k = -before; endOfMinute(k) <= at.end; k += 1) {
    const { canary } = minuteOf(shifts, at, k);
    minutes.push({ start: new Date(k * 60_000), invocations: canary, answers: canary });
    if (limits.some((limit) => ringing(minutes.slice(-limit.minutes), limit).at(-1) === true))
      return endOfMinute(k) + SHOWN_AFTER_SECONDS;
  }
  return Infinity;
}

function comparedAt(
  { alpha, errorMargin: margin, errorRatio: ratio }: Exclude<Plan['compare'], false>,
  shifts: readonly Shift[],
  checks: readonly number[],
  traffic: Traffic,
): number {
  const level = levelOf(alpha, SERIES);
  const minutes: ReturnType<typeof minuteOf>[] = [];
  const worse = checks.find((check) => {
    const before = minutes.length;
    while (endOfMinute(minutes.length) + SHOWN_AFTER_SECONDS <= check)
      minutes.push(minuteOf(shifts, traffic, minutes.length));
    if (minutes.length === before) return false;
    return compare(errorSeries('errors', { minutes }, { ratio, margin }), level).outcome === 'worse';
  });
  return worse ?? Infinity;
}
