import type { Chance } from '../chance.ts';
import { METRICS, type Lateness } from '../minutes.ts';
import { plainLoad, USUAL_TIMES, type Workload } from './workload.ts';

const IN_TIME: Lateness = { invocations: 0, errors: 0, duration: 0, requests: 0, serverErrors: 0 };

function published(name: string, late: (chance: Chance) => Lateness): Workload {
  return {
    name,
    group: 'disturbed',
    begin: (chance, { rate, own }) => ({
      times: USUAL_TIMES,
      minute: (at) => plainLoad(rate, own, at),
      late: () => late(chance),
    }),
  };
}

/** A minute of one metric in so many comes so many seconds after the others; Infinity never. */
export function lateMetrics(one: number, seconds: number): Workload {
  const name = seconds === Infinity ? `one metric in ${one} missing` : `one metric in ${one} late by ${seconds} s`;
  return published(name, (chance) =>
    chance.binomial(METRICS.length, 1 / one) === 0
      ? IN_TIME
      : { ...IN_TIME, [METRICS[Math.floor(METRICS.length * chance.uniform())] ?? 'errors']: seconds },
  );
}

/**
 * `Duration` is published on its own, as long after the end of the minute as anything else: either it or the rest comes
 * first.
 */
export function durationApart(least: number, most: number): Workload {
  return published('Duration apart from Invocations', (chance) => {
    const apart = Math.abs(chance.uniform() - chance.uniform()) * (most - least);
    if (chance.uniform() < 0.5) return { ...IN_TIME, duration: apart };
    return { ...IN_TIME, invocations: apart, errors: apart };
  });
}
