import { expect, it } from 'vitest';
import { plantedIn } from '../../verify/plants/faults.ts';
import { plantRows } from '../../verify/simulation/plant-rows.ts';

const rows = async (planted: Parameters<typeof plantRows>[0]) => {
  const all = [];
  for await (const row of plantRows(planted)) all.push(row);
  return all;
};
const cheap = (fault: string) => plantedIn('model').filter((each) => each.fault === fault);
const unchecked = cheap('a promotion without the last check');
const covered = cheap('no second read in a shift');

it('a planted fault that is found, or that another rule covers for, is a row without failures', async () => {
  const [found, made] = await rows([...unchecked, ...covered]);
  expect(found).toMatchObject({ faults: 'planted, and found: a promotion without the last check', failures: [] });
  expect(found?.visited).toBeGreaterThan(10);
  expect(made).toMatchObject({ failures: [], of: made?.visited });
});

it('one that is not found, or that nothing covers for, fails the search and says so', async () => {
  const wrong = unchecked.map((each) => ({ ...each, expected: { finds: 'I8' as const } }));
  const bare = unchecked.map((each) => ({ ...each, expected: { coveredBy: 'nothing' } }));
  const failures = (await rows([...wrong, ...bare])).flatMap((row) => row.failures.map(({ report }) => report));
  expect(failures).toEqual([
    'model: a promotion without the last check, planted\nEXPECTED I8, found I3',
    'model: a promotion without the last check, planted\nEXPECTED nothing, because of nothing, found I3',
  ]);
});
