import { describe, expect, it } from 'vitest';
import pc from 'picocolors';
import { createProgram } from '../../cli/program.ts';
import { run } from './support/run.ts';

const silent = { out: () => undefined, err: () => undefined, size: () => undefined, colors: pc.createColors(false) };
const names = createProgram({ program: 'canary', terminal: silent }, () => undefined).commands.map((each) =>
  each.name(),
);
/** Its beginnings, and it with a letter left out, doubled, changed, or two that swapped their places. */
function mistypedAs(name: string): string[] {
  return name.split('').flatMap((letter, i) => {
    const [before, after] = [name.slice(0, i), name.slice(i + 1)];
    return [
      before,
      before + after,
      `${before}${letter}${letter}${after}`,
      `${before}x${after}`,
      before + after.slice(0, 1) + letter + after.slice(1),
    ];
  });
}
const words = [...new Set(names.flatMap(mistypedAs))].filter((word) => word !== '' && !names.includes(word));

describe('what a hint means', () => {
  it('is never what deletes, whatever command was mistyped and however', async () => {
    expect(words.length).toBeGreaterThan(300);
    const hints = await Promise.all(words.map(async (word) => ({ word, err: (await run(word)).err })));
    expect(hints.filter(({ err }) => !err.includes('unknown command'))).toEqual([]);
    expect(hints.filter(({ err }) => /mean[^)]*prune/.test(err))).toEqual([]);
    expect(hints.find(({ word }) => word === 'paus')?.err).toContain('(Did you mean pause?)');
  });

  it('is never the option that deletes', async () => {
    for (const option of ['--ye', '--yess', '--eys', '--tes']) {
      const { err, status } = await run(`prune ${option}`);
      expect(status).toBe(64);
      expect(err).toContain(`unknown option '${option}'`);
      expect(err).not.toMatch(/mean[^)]*--yes/);
    }
  });
});
