import * as fc from 'fast-check';
import type { Case } from './case.ts';
import type { FaultClass } from './classes/fault-class.ts';
import type { Plant } from '../plants/plant.ts';
import { conduct, type ConductOptions } from './conduct.ts';
import { describeCase } from './disturb.ts';
import { spreadOver } from './spread-over.ts';
import { judgeRun, type Judgement } from './judge-run.ts';
import { anyCase } from './random.ts';
import { timeline } from './trace.ts';

/** One line of the table. */
export interface Row {
  readonly faults: string;
  readonly visited: number;
  /** How many there are; undefined where nobody knows. */
  readonly of?: number;
  readonly unit: 'schedules' | 'states';
  readonly failures: readonly Failure[];
  /**
   * Simulated seconds from the wish for a rollback to the canary's last weight, the worst; undefined where nothing was
   * asked for.
   */
  readonly secondsToSafety?: number | undefined;
}

/** A schedule under which an invariant did not hold. */
export interface Failure {
  /** Finds it again, together with the seed. */
  readonly path: string;
  /** What happened, for people. */
  readonly report: string;
}

export interface SearchOptions {
  readonly seed: number;
  readonly plant?: Plant;
}

/** Collects what a row says. */
class Tally {
  happenings = 0;
  private visited = 0;
  private worst: number | undefined;
  private readonly failures: Failure[] = [];

  add(path: string, { judgement: { secondsToSafety, violations }, happenings, report }: Tried): void {
    this.visited++;
    this.happenings += happenings;
    if (secondsToSafety !== undefined) this.worst = Math.max(this.worst ?? 0, secondsToSafety);
    if (violations.length > 0) this.failures.push({ path, report: report() });
  }

  get counts(): Pick<Row, 'visited' | 'failures' | 'secondsToSafety'> {
    return { visited: this.visited, failures: this.failures, secondsToSafety: this.worst };
  }
}

/** Every choice in a case follows from the seed and its place in the list. */
const seedOf = (seed: number, index: number): number => (seed + index) | 0;

/**
 * Goes through a class of faults, evenly spread, until so much has happened in them; all of it unless told. So what is
 * cheap is gone through whole, and of what is dear a part. Counted in happenings and not in time: it is the same part
 * on every machine.
 */
export async function searchClass(
  faults: FaultClass,
  { seed, plant, happenings = Infinity }: SearchOptions & { happenings?: number },
): Promise<Row> {
  const cases = await faults.cases();
  const tally = new Tally();
  for (const index of spreadOver(cases.length, seed)) {
    tally.add(`${faults.id}/${index}`, await tryPlace(faults, cases, index, seed, plant));
    if (tally.happenings >= happenings) break;
  }
  return { faults: faults.name, of: cases.length, unit: 'schedules', ...tally.counts };
}

/** @throws RangeError when the class has no such place */
export async function searchPlace(faults: FaultClass, index: number, seed: number): Promise<Tried> {
  return tryPlace(faults, await faults.cases(), index, seed);
}

async function tryPlace(
  faults: FaultClass,
  cases: readonly Case[],
  index: number,
  seed: number,
  plant?: Plant,
): Promise<Tried> {
  const one = cases[index];
  if (one === undefined)
    throw new RangeError(`"${faults.id}" has ${cases.length} schedules, counted from 0; there is none at ${index}`);
  return tryOne(one, { seed: seedOf(seed, index), ...(plant && { plant }) });
}

/**
 * Tries cases that the seed makes up, calls in orders that it picks; the first that fails is made as small as possible.
 * @param tried told of each, the smallest failure last
 */
export async function searchRandom({
  seed,
  plant,
  runs,
  path,
  tried,
}: SearchOptions & { runs: number; path?: string; tried?: (one: Tried) => void }): Promise<Row> {
  const tally = new Tally();
  let failure: Tried | undefined;
  const property = fc.asyncProperty(await anyCase(), fc.scheduler(), async (one, scheduler) => {
    const result = await tryOne(one, { seed, scheduler, ...(plant && { plant }) });
    tried?.(result);
    const held = result.judgement.violations.length === 0;
    if (held) tally.add('', result);
    else failure = result;
    return held;
  });
  const found = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path !== undefined && { path, endOnFailure: true }),
  });
  // What the property did not say itself is a mistake of the search.
  if (found.failed && failure === undefined) throw found.errorInstance as Error;
  if (failure) tally.add(`random/${found.counterexamplePath ?? ''}`, failure);
  return { faults: 'several faults at once, at random, calls in any order', unit: 'schedules', ...tally.counts };
}

/** One schedule, played. */
export interface Tried {
  readonly judgement: Judgement;
  /** How much happened in it, which is what it costs: entries of its trace. */
  readonly happenings: number;
  /** What was chosen, what did not hold, and everything that happened, as text. */
  readonly report: () => string;
}

export async function tryOne(one: Case, options: ConductOptions): Promise<Tried> {
  const run = await conduct(one, options);
  const judgement = judgeRun(run);
  const report = () =>
    [
      describeCase(one),
      timeline(run.simulation.trace, run.start),
      ...judgement.violations.map(
        ({ invariant, at, message }) => `VIOLATED ${invariant}, after ${(at - run.start) / 1000} s: ${message}`,
      ),
    ].join('\n');
  return { judgement, happenings: run.simulation.trace.entries.length, report };
}
