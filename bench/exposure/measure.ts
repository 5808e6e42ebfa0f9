import { seededChance, type Chance } from './chance.ts';
import { median, upperChance } from './proportion.ts';
import { FAULTS, HEALTHY, RATES, TRACES, type Fault, type Service } from './service.ts';
import { ACT_SECONDS, PATIENCE, simulate, type Outcome, type Strategy } from './simulate.ts';

export interface Effort {
  /** Healthy releases of each strategy, over all rates and traces. */
  readonly healthy: number;
  /** Releases of each strategy, fault and rate, over the traces. */
  readonly faulty: number;
  /** Releases of what is deployed, by fault and rate, to set beside the information bound. */
  readonly steady: number;
}

/** A strategy against one fault at one rate. */
export interface Cell {
  /** Bad answers that users got within an hour, on average. */
  readonly bad: number;
  /** Seconds from the first bad answer that was possible; half of the releases that were rolled back. */
  readonly detection: number | undefined;
  readonly restored: number | undefined;
  /** Share of the releases that were not rolled back. */
  readonly missed: number;
}

export interface FalseRollbacks {
  readonly runs: number;
  readonly seen: number;
  /** 95 %, one-sided, Clopper and Pearson. */
  readonly upper: number;
}

export interface Measured {
  readonly strategy: Strategy;
  readonly falseRollbacks: FalseRollbacks;
  /** By rate. */
  readonly falseAt: ReadonlyMap<number, FalseRollbacks>;
  /** By fault and rate. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<number, Cell>>;
}

export function measure(strategy: Strategy, effort: Effort, seed: number): Measured {
  const chance = seededChance(seed);
  const falseAt = new Map(
    RATES.map((rate) => [rate, falseRollbacksAt(strategy, rate, Math.round(effort.healthy / RATES.length), chance)]),
  );
  const seen = [...falseAt.values()].reduce((sum, at) => sum + at.seen, 0);
  const runs = [...falseAt.values()].reduce((sum, at) => sum + at.runs, 0);
  const cells = new Map(
    FAULTS.map((fault) => [
      fault.name,
      new Map(RATES.map((rate) => [rate, cellOf(strategy, fault, rate, effort.faulty, chance)])),
    ]),
  );
  return { strategy, falseRollbacks: { runs, seen, upper: upperChance(seen, runs) }, falseAt, cells };
}

function falseRollbacksAt(strategy: Strategy, rate: number, runs: number, chance: Chance): FalseRollbacks {
  let seen = 0;
  for (let i = 0; i < runs; i += 1)
    if (simulate(chance, serviceOf(chance, HEALTHY, rate, i), strategy, PATIENCE).ended === 'rolled back') seen += 1;
  return { runs, seen, upper: upperChance(seen, runs) };
}

function cellOf(strategy: Strategy, fault: Fault, rate: number, runs: number, chance: Chance): Cell {
  const outcomes: Outcome[] = [];
  for (let i = 0; i < runs; i += 1) {
    outcomes.push(simulate(chance, serviceOf(chance, fault, rate, i), strategy));
  }
  const detection = median(
    outcomes.flatMap(({ ended, detection }) => (ended === 'rolled back' && detection !== undefined ? [detection] : [])),
  );
  return {
    bad: outcomes.reduce((sum, { bad }) => sum + bad, 0) / runs,
    detection,
    restored: detection === undefined ? undefined : detection + ACT_SECONDS,
    missed: outcomes.filter(({ ended }) => ended !== 'rolled back').length / runs,
  };
}

/** A service's own share of errors lies between 0.01 % and 0.1 %, each size equally likely. */
function serviceOf(chance: Chance, fault: Fault, rate: number, run: number): Service {
  return { rate, trace: TRACES[run % TRACES.length] ?? 'steady', fault, errorShare: 10 ** (chance.uniform() - 4) };
}
