import { describe, expect, it } from 'vitest';
import type { Expected } from '../../verify/plants/fault.ts';
import { FAULTS } from '../../verify/plants/faults.ts';
import { readText } from './pages.ts';

const told = (expected: Expected | undefined): string => {
  if (expected === undefined) return '-';
  return 'finds' in expected ? expected.finds : `covered for by ${expected.coveredBy}`;
};

describe('docs/search.md', () => {
  it('lists every rule that is left out, and what follows from it in each search', () => {
    const rows = FAULTS.map(
      ({ fault, model, simulation }) => `| ${fault} | ${told(model?.expected)} | ${told(simulation?.expected)} |`,
    );
    const [, table = ''] = readText('docs/search.md').split('| left out | every order | each place |\n|---|---|---|\n');
    expect(table.split('\n\n')[0]?.split('\n')).toEqual(rows);
  });
});
