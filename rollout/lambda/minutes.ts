import { TAIL_SLOWNESS, type Compare } from '../../statemachine/contract/compare.ts';
import type { ProductionMinute } from '../claim/production-trips.ts';
import type { Count } from '../evidence/counts.ts';

/** What is always counted of a side, in this order. */
export const SUMS = ['invocations', 'errors', 'requests', 'serverErrors'] as const;
export type Sum = (typeof SUMS)[number];

/** By what it shows whether all of a side's minute is published. */
export interface Proof {
  /** How often Lambda wrote `Errors`, which is 0 or 1. */
  readonly errorSamples: number;
  /** How often it wrote `Duration`. */
  readonly timeSamples: number;
  /** Answers that are counted under another status than 5XX; absent where each is counted whole or not at all. */
  readonly otherAnswers?: number;
}

/** How many an alias was asked, and failed, in one minute. */
export interface MinuteSums extends Readonly<Record<Sum, number>> {
  /** Of the function. */
  readonly invocations: number;
  /** Exceptions and time-outs of the function. */
  readonly errors: number;
  /** Through VPC Lattice. */
  readonly requests: number;
  readonly serverErrors: number;
}

export interface SideMinute extends MinuteSums {
  readonly start: Date;
}

/** What an alias did in one minute. */
export interface AliasMinute extends MinuteSums {
  /** Invocations that took longer than each of the times, in order; production's. */
  readonly slower: readonly number[];
  /** The canary's that took longer than each of the times by the factors that were asked for: `{ 1.5: [7, 3] }` */
  readonly slowerByFactor: Readonly<Record<number, readonly number[]>>;
  /** Of each of the metrics that were asked for, in order; absent where there were none. */
  readonly counted?: readonly Count[];
  /** Absent where nobody asked. */
  readonly proof?: Proof;
}

export interface ComparedMinute {
  readonly start: Date;
  readonly canary: AliasMinute;
  readonly production: AliasMinute;
  /** True where CloudWatch did not take the question how many took longer: then nobody knows. */
  readonly withoutTimes?: boolean;
}

/**
 * Times in milliseconds beyond which requests are counted, a factor of 2.25 apart from 4 ms to 2.6 s: a median lies
 * within a factor of 1.5 of one of them. Beyond that the alarm on the duration watches.
 */
export const TIMES = [4, 9, 20, 46, 103, 231, 519, 1168, 2627] as const;

/**
 * So many times production's times are those by which the canary's are compared: in the bulk, and also in the tail
 * where the plan looks there.
 */
export function factorsOf(compare: Compare): readonly number[] {
  const { slowness, tailShare } = compare;
  return tailShare === undefined ? [slowness] : [...new Set([slowness, tailFactorOf(compare)])];
}

/** That of the tail. */
export const tailFactorOf = ({ tailSlowness = TAIL_SLOWNESS }: Compare): number => tailSlowness;

/** Statistics that the sums of one side are. */
export const SUMS_A_SIDE = SUMS.length;

/**
 * Statistics that one look asks CloudWatch for, of both sides: the sums, and how many took longer than each of the
 * times, of the canary by each factor.
 */
export const statisticsALook = (factors: number): number => 2 * SUMS_A_SIDE + (1 + factors) * TIMES.length;

/** By one factor, as nearly all do. */
export const STATISTICS_A_LOOK = statisticsALook(1);

/** What a side did in all of the minutes. @param counts what of it is added up */
export function sumOver(
  minutes: readonly ComparedMinute[],
  side: 'canary' | 'production',
  counts: (of: AliasMinute) => number,
): number {
  return minutes.reduce((all, minute) => all + counts(minute[side]), 0);
}

/** A minute of production as its alarms count it. */
export const countedByAlarms = ({ start, ...sums }: SideMinute): ProductionMinute => ({
  start,
  invocations: { requests: sums.invocations, bad: sums.errors },
  answers: { requests: sums.requests, bad: sums.serverErrors },
});
