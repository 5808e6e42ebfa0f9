import { expect, it } from 'vitest';
import { answers, heardLate } from '../../verify/simulation/classes/answers.ts';
import { SEED } from '../../verify/simulation/plan-of-search.ts';
import { searchClass } from '../../verify/simulation/search.ts';

it('whatever people say, twice, late, of what is not healthy, or while a Lambda dies, breaks nothing', async () => {
  for (const [faults, least] of [
    [answers, 150],
    [heardLate, 5],
  ] as const) {
    const { failures, visited } = await searchClass(faults, { seed: SEED });
    expect(failures.map(({ report }) => report.slice(0, 2_000))).toEqual([]);
    expect(visited).toBeGreaterThan(least);
  }
}, 120_000);
