import { bursts, rushes } from './bursts.ts';
import { heavyClient, retries, stickyClients } from './clients.ts';
import { badHost, coldCaches } from './hosts.ts';
import { diurnal, failing, heavyTailed, night, STEADY, wide } from './independent.ts';
import { outage, slowdown } from './last-step.ts';
import { durationApart, lateMetrics } from './late.ts';
import type { Workload } from './workload.ts';

/** Workloads of the report. */
export const WORKLOADS: readonly Workload[] = [
  STEADY,
  night(0.1),
  diurnal(0.7, 1.5),
  wide(1),
  heavyTailed(2.5),
  failing(0),
  failing(0.001),
  failing(0.01),
  failing(0.025),
  failing(0.04),
  failing(0.05),
  rushes(5),
  bursts(0.02),
  bursts(0.05),
  bursts(0.1),
  retries(5),
  badHost(0.2),
  coldCaches(100, 5),
  coldCaches(50, 3),
  lateMetrics(1000, 120),
  lateMetrics(1000, Infinity),
  durationApart(17, 96),
  stickyClients(40),
  heavyClient(0.3, 0.03),
  outage(0.03, 2),
  slowdown(2),
];

/** Of other shapes, for who chooses parameters. */
export const WORKLOADS_TO_CHOOSE_BY: readonly Workload[] = [
  night(0.2),
  diurnal(0.5, 1.3),
  wide(0.8),
  heavyTailed(3),
  failing(0.003),
  failing(0.02),
  rushes(3),
  bursts(0.03),
  bursts(0.07),
  retries(3),
  badHost(0.15),
  coldCaches(70, 4),
  lateMetrics(500, 150),
  durationApart(10, 80),
  stickyClients(25),
  heavyClient(0.2, 0.04),
  outage(0.02, 3),
  slowdown(1.8),
];
