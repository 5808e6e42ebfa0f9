import { seededRandom } from 'local-aws/clock';
import type { Plant } from '../plants/plant.ts';
import { DOUBTS, type Doubt } from './doubts.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import type { Ending } from './ending.ts';
import { tryScenario } from './try-scenario.ts';

/** What every scenario led to under the same doubts. */
export interface Row {
  /** Ids of the doubts. */
  readonly doubts: readonly string[];
  /** How releases without a fault ended, each ending with how often. */
  readonly good: ReadonlyMap<Ending['outcome'], number>;
  /** Releases that had to come back, and how many of them did. */
  readonly bad: { readonly all: number; readonly back: number };
  /** The worst, in simulated seconds from the wish for a rollback to the canary's last weight. */
  readonly secondsToSafety: number;
  readonly unsafe: readonly Unsafe[];
}

/** A scenario that did not end as it must. */
export interface Unsafe {
  readonly doubts: readonly string[];
  readonly scenario: string;
  readonly what: readonly string[];
}

export interface RowOptions {
  readonly seed: number;
  readonly scenarios?: readonly Scenario[];
  readonly plant?: Plant;
}

/** Plays every scenario under these doubts; all scenarios unless told. */
export async function rowOf(
  doubts: readonly Doubt[],
  { seed, scenarios = SCENARIOS, plant }: RowOptions,
): Promise<Row> {
  const good = new Map<Ending['outcome'], number>();
  const bad = { all: 0, back: 0 };
  const unsafe: Unsafe[] = [];
  const ids = doubts.map(({ id }) => id);
  let worst = 0;
  for (const scenario of scenarios) {
    const ending = await tryScenario(scenario, doubts, { seed, ...(plant && { plant }) });
    worst = Math.max(worst, ending.secondsToSafety ?? 0);
    if (ending.unsafe.length > 0) unsafe.push({ doubts: ids, scenario: scenario.id, what: ending.unsafe });
    if (scenario.release === 'good') good.set(ending.outcome, (good.get(ending.outcome) ?? 0) + 1);
    else {
      bad.all++;
      if (ending.outcome !== 'promoted') bad.back++;
    }
  }
  return { doubts: ids, good, bad, secondsToSafety: worst, unsafe };
}

/** All pairs of doubts, as shuffled by the seed. */
export function pairs(seed: number): readonly (readonly [Doubt, Doubt])[] {
  const random = seededRandom(seed);
  const all = DOUBTS.flatMap((first, i) => DOUBTS.slice(i + 1).map((second) => [first, second] as const));
  return all
    .map((pair) => ({ pair, place: random.int(0, 1_000_000_000) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ pair }) => pair);
}

/**
 * @param id as in the table
 * @throws RangeError when there is no such doubt; it names all
 */
export function doubtNamed(id: string): Doubt {
  return named('doubt', DOUBTS, id);
}

/** @throws RangeError when there is no such scenario; it names all */
export function scenarioNamed(id: string): Scenario {
  return named('scenario', SCENARIOS, id);
}

function named<T extends { readonly id: string }>(what: string, all: readonly T[], id: string): T {
  const found = all.find((each) => each.id === id);
  if (found === undefined)
    throw new RangeError(`no ${what} "${id}"; expected one of: ${all.map((each) => each.id).join(', ')}`);
  return found;
}
