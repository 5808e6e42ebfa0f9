import { after, between, coldCrash, errors, fromWeight, leak, oneRoute, throttles } from './errors.ts';
import type { Fault } from './fault.ts';
import { slower, slowTail } from './latency.ts';

/** Faults of the report. */
export const FAULTS: readonly Fault[] = [
  errors(1),
  errors(0.2),
  errors(0.05),
  errors(0.02),
  errors(0.01),
  errors(0.01, 0.01),
  errors(0.02, 0.01),
  oneRoute(0.03),
  fromWeight(0.05, 50),
  fromWeight(0.03, 50, 0.01),
  after(0.05, 10),
  between(0.05, 6, 10),
  leak(0.1, 30),
  leak(0.03, 30),
  coldCrash(20),
  throttles(0.05),
  slower(1.3),
  slower(1.5),
  slower(1.7),
  slower(2),
  slowTail(0.02, 5),
];

/** Of other sizes, for who chooses parameters. */
export const FAULTS_TO_CHOOSE_BY: readonly Fault[] = [
  errors(0.5),
  errors(0.04),
  errors(0.015),
  errors(0.025, 0.015),
  fromWeight(0.04, 30, 0.01),
  after(0.04, 7),
  leak(0.06, 20),
  throttles(0.04),
  slower(1.6),
  slower(2.5),
  slowTail(0.03, 4),
];
