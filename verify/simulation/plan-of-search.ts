import { FAULT_CLASSES } from './classes/index.ts';
import { searchClass, searchPlace, searchRandom, type Row, type Tried } from './search.ts';

/** From where every choice comes unless told. */
export const SEED = 20_260_105;

export interface Extent {
  /** What may happen in the schedules of each class, in entries of their traces: some 100 a schedule. */
  readonly perClass: number;
  readonly random: number;
}

/** What `npm test` takes of it: a few seconds of one core. */
export const IN_TESTS: Extent = { perClass: 3_000, random: 80 };

/** What `npm run simulate` does unless told: a minute, in which half of the classes are gone through whole. */
export const QUICK: Extent = { perClass: 40_000, random: 250 };

/** Minutes of one core: everything there is, and many at random. */
export const DEEP: Extent = { perClass: Infinity, random: 20_000 };

/** Gives each row as soon as it is there. */
export async function* search({ perClass, random }: Extent, seed: number): AsyncGenerator<Row> {
  for (const faults of FAULT_CLASSES) yield searchClass(faults, { seed, happenings: perClass });
  yield searchRandom({ seed, runs: random });
}

/**
 * Plays one schedule again.
 * @param path as a failure names it: `late/41` or `random/<path>`
 * @throws RangeError when there is no such schedule
 */
export async function replay(path: string, seed: number): Promise<Tried> {
  const [id, place = ''] = path.split('/');
  if (id === 'random') return replayRandom(place, seed);
  const faults = FAULT_CLASSES.find((each) => each.id === id);
  if (faults === undefined || !/^\d+$/.test(place)) {
    throw new RangeError(
      `no schedule "${path}"; expected random/<path>, or a number behind one of these: ` +
        FAULT_CLASSES.map((each) => `${each.id}/`).join(', '),
    );
  }
  return searchPlace(faults, Number(place), seed);
}

async function replayRandom(path: string, seed: number): Promise<Tried> {
  let last: Tried | undefined;
  if (/^\d+(:\d+)*$/.test(path)) await searchRandom({ seed, runs: 1, path, tried: (one) => (last = one) });
  if (last === undefined)
    throw new RangeError(`no schedule "random/${path}"; expected random/ and numbers with colons in between`);
  return last;
}
