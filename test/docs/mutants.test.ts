import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../../verify/mutants/list.ts';
import { mutantsPage } from '../../verify/mutants/page.ts';

const mutants = Object.values(MUTANTS).flat();
const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe('docs/mutants.md', () => {
  it('lists every mutant with what caught it', async () => {
    await expect(mutantsPage()).toMatchFileSnapshot(file('docs/mutants.md'));
  });

  it('has no two of one name, and says of each that is caught what its message names', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.filter(({ caughtBy, names }) => caughtBy !== 'nothing' && names.length === 0)).toEqual([]);
  });

  it('names for each that nothing catches a test that is there', () => {
    const missed = mutants.filter(({ caughtBy }) => caughtBy === 'nothing');
    expect(missed.filter(({ elsewhere = '' }) => !existsSync(file(elsewhere)))).toEqual([]);
  });
});
