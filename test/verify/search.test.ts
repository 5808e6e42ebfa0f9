import { describe, expect, it } from 'vitest';
import { FAULT_CLASSES } from '../../verify/simulation/classes/index.ts';
import { IN_TESTS, replay, SEED } from '../../verify/simulation/plan-of-search.ts';
import { FAULTS } from '../../verify/plants/faults.ts';
import { searchClass, searchRandom, tryOne, type Row } from '../../verify/simulation/search.ts';
import { spreadOver } from '../../verify/simulation/spread-over.ts';
import { aCase } from '../../verify/simulation/case.ts';
import { table } from '../../verify/simulation/table.ts';

const reports = ({ failures }: Row): readonly string[] =>
  failures.map(({ path, report }) => `npm run simulate -- --seed ${SEED} --path ${path}\n${report}`);

describe('every invariant holds under', () => {
  it.each(FAULT_CLASSES)('$name', async (faults) => {
    const row = await searchClass(faults, { seed: SEED, happenings: IN_TESTS.perClass });
    expect(reports(row)).toEqual([]);
    expect(row.visited).toBeGreaterThan(2);
  });

  it('several faults at once, at random, calls in any order', async () => {
    const row = await searchRandom({ seed: SEED, runs: IN_TESTS.random });
    expect(reports(row)).toEqual([]);
    expect(row.visited).toBe(IN_TESTS.random);
  });
});

describe('a schedule', () => {
  it.each(['late/41', 'data-plane/2', 'refused/1867', 'random/17'])(
    'is the same, byte for byte, each time that it is played: %s',
    async (path) => {
      const [first, second] = [await replay(path, 7), await replay(path, 7)];
      expect(first.report()).toBe(second.report());
      expect(first.report().split('\n').length).toBeGreaterThan(20);
    },
  );

  it('is another with another seed', async () => {
    const bad = aCase('a bad version', { versions: { 7: 'fails users' }, plan: 'default' });
    const [one, two] = [await tryOne(bad, { seed: 1 }), await tryOne(bad, { seed: 2 })];
    expect(one.report()).not.toBe(two.report());
  });

  it('that fails is made small, tells what happened, and is found again by its path', async () => {
    const promotesUnchecked = FAULTS.find(({ fault }) => fault === 'a promotion without the last check')?.plant ?? {};
    const { failures } = await searchRandom({ seed: 3, plant: promotesUnchecked, runs: 200 });
    const [failure] = failures;
    expect(failure?.report).toMatch(/"disturbances":\[\]/);
    expect(failure?.report).toMatch(/\d\d:\d\d\.\d{3} {2}release +ALIAS production from version 1 to 7/);
    expect(failure?.report).toContain('VIOLATED I3');
    const path = failure?.path.split('/')[1] ?? '';
    const again = await searchRandom({ seed: 3, plant: promotesUnchecked, runs: 200, path });
    expect(again.failures.map(({ report }) => report)).toEqual([failure?.report]);
  });

  it.each(['nonsense/1', 'late', 'late/x', 'late/99999', 'random/', 'random/a'])(
    'that does not exist is refused: %s',
    async (path) => {
      await expect(replay(path, 1)).rejects.toThrow(RangeError);
    },
  );
});

it('the table says how many of how many, what did not hold and how long it took', () => {
  const rows: readonly Row[] = [
    {
      faults: 'each Lambda killed',
      visited: 1_200,
      of: 2_400,
      unit: 'schedules',
      failures: [],
      secondsToSafety: 60.04,
    },
    { faults: 'protocol', visited: 7, unit: 'states', failures: [{ path: 'x', report: '' }] },
  ];
  expect(table(rows).split('\n')).toEqual([
    'faults                      visited       of  violations  worst time to safety',
    '------------------  ---------------  -------  ----------  --------------------',
    'each Lambda killed  1,200 schedules    2,400           0                60.0 s',
    'protocol                   7 states  unknown           1                     -',
    '------------------  ---------------  -------  ----------  --------------------',
    'total                         1,207                    1',
  ]);
});

const named = (id: string) => FAULT_CLASSES.find((each) => each.id === id) ?? expect.fail(id);

describe('a class', () => {
  it('that is cheap is gone through whole, of one that is dear a part', async () => {
    const [cheap, dear] = [
      await searchClass(named('heard-late'), { seed: SEED, happenings: IN_TESTS.perClass }),
      await searchClass(named('starved'), { seed: SEED, happenings: IN_TESTS.perClass }),
    ];
    expect(cheap.visited).toBe(cheap.of);
    expect(dear.visited).toBeLessThan((dear.of ?? 0) / 10);
  });

  it.each([0, 1, 2, 7, 8, 100])('of %i places is gone through in an order that has each once', (length) => {
    const places = [...spreadOver(length, SEED)];
    expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length }, (_, n) => n));
  });

  it('is covered evenly by every beginning of that order', () => {
    for (const first of [8, 20, 50]) {
      const places = [...spreadOver(1000, 3)].slice(0, first).toSorted((a, b) => a - b);
      const gaps = places.map((place, n) => (places[n + 1] ?? (places[0] ?? 0) + 1000) - place);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * (1024 / 2 ** Math.floor(Math.log2(first))));
    }
  });
});
