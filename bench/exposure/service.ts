import { TIMES } from '../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/plan.ts';
import type { Chance } from './chance.ts';

/** What one side did in a minute. */
export interface Side {
  readonly requests: number;
  readonly errors: number;
  /** Requests beyond each of `TIMES`, on the canary beyond `SLOWER` times each; empty where nobody asks. */
  readonly slow: readonly number[];
}

export interface Sample {
  readonly canary: Side;
  readonly production: Side;
}

/** A version that is as it should be, or in one of these ways not. */
export interface Fault {
  readonly name: string;
  /** Chance that an answer of the new version fails because of it. @param minutes since it got its first requests */
  readonly errors: (minutes: number, weight: number) => number;
  /** How many times as long it takes. */
  readonly slowness: number;
}

const none = () => 0;
export const HEALTHY: Fault = { name: 'none', errors: none, slowness: 1 };
export const FAULTS: readonly Fault[] = [
  { name: 'total failure', errors: () => 1, slowness: 1 },
  { name: '5 % errors', errors: () => 0.05, slowness: 1 },
  { name: '1 % errors', errors: () => 0.01, slowness: 1 },
  { name: 'leak, to 10 % in 30 min', errors: (minutes) => Math.min(0.1, minutes / 300), slowness: 1 },
  { name: '5 % from weight 50 on', errors: (_, weight) => (weight >= 50 ? 0.05 : 0), slowness: 1 },
  { name: 'latency x2', errors: none, slowness: 2 },
];

export const TRACES = ['steady', 'bursts', 'night'] as const;
export type Trace = (typeof TRACES)[number];
export const RATES = [1, 10, 100, 1000] as const;

/** The tolerance of the comparison of times, in which the canary's times are read. */
export const SLOWER = DEFAULT_COMPARE.slowness;

/**
 * Times of production: lognormal around 40 ms. An execution environment's first answer takes longer than any of `TIMES`
 * up to this.
 */
const MEDIAN_MS = 40;
const SPREAD = 0.5;
const COLD_MS = 300;

export interface Service {
  readonly rate: number;
  readonly trace: Trace;
  readonly fault: Fault;
  /** Share of answers that fail in production, always. */
  readonly errorShare: number;
}

/**
 * In every tenth minute five times the traffic, and something that both sides use fails twenty times as often. At night
 * a tenth of the traffic.
 */
export function loadOf(
  { rate, trace, errorShare }: Service,
  minute: number,
): { readonly requests: number; readonly errors: number } {
  const burst = trace === 'bursts' && minute % 10 === 7;
  const perSecond = rate * (trace === 'night' ? 0.1 : burst ? 5 : 1);
  return { requests: perSecond * 60, errors: burst ? Math.min(0.02, 20 * errorShare) : errorShare };
}

export interface MinuteOf {
  readonly index: number;
  /** Share of requests that the new version got, 0 to 1, on average over the minute. */
  readonly share: number;
  /** The weight it had most of the time, in percent. */
  readonly weight: number;
  /** Since the new version got its first requests; negative before. */
  readonly age: number;
}

/** What happens in a minute. @param withTimes times are drawn only for those who look at them */
export function sample(chance: Chance, service: Service, minute: MinuteOf, withTimes: boolean): Sample {
  const load = loadOf(service, minute.index);
  const all = chance.poisson(load.requests);
  const requests = chance.binomial(all, minute.share);
  const fault = service.fault.errors(Math.max(0, minute.age), minute.weight);
  const canary = {
    requests,
    errors: chance.binomial(requests, load.errors + (1 - load.errors) * fault),
    slow: withTimes
      ? slowOnes(
          chance,
          requests,
          coldOnes(chance, requests, minute.age),
          CANARY_BEYOND.get(service.fault.slowness) ?? [],
        )
      : [],
  };
  const others = all - requests;
  return {
    canary,
    production: {
      requests: others,
      errors: chance.binomial(others, load.errors),
      slow: withTimes ? slowOnes(chance, others, 0, PRODUCTION_BEYOND) : [],
    },
  };
}

/** A version's first answers come from environments that are new: one, and more where many requests come at once. */
function coldOnes(chance: Chance, requests: number, age: number): number {
  return age > 3 ? 0 : Math.min(requests, 1 + chance.poisson((requests / 60) * 0.1));
}

function slowOnes(chance: Chance, requests: number, cold: number, beyond: readonly number[]): number[] {
  let left = requests - cold;
  return beyond.map((share, i) => {
    const before = i === 0 ? 1 : (beyond[i - 1] ?? 1);
    left = chance.binomial(left, before === 0 ? 0 : share / before);
    return left + ((TIMES[i] ?? 0) < COLD_MS ? cold : 0);
  });
}

function beyond(factor: number): number[] {
  return TIMES.map((time) => normalTail(Math.log((time * factor) / MEDIAN_MS) / SPREAD));
}

const PRODUCTION_BEYOND = beyond(1);
/** By slowness; of a canary the times are read at `SLOWER` times the cuts. */
const CANARY_BEYOND = new Map([1, 2].map((slowness) => [slowness, beyond(SLOWER / slowness)]));

/** P(Z > z) of the standard normal: Abramowitz and Stegun 26.2.17, right to seven digits. */
function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.max(0, (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial);
}
