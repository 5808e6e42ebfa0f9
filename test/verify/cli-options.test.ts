import { describe, expect, it } from 'vitest';
import { simulateOptions } from '../../verify/simulation/cli-options.ts';
import { SEED } from '../../verify/simulation/plan-of-search.ts';

describe('options of npm run simulate', () => {
  it('are quick and of the usual seed unless told', () => {
    expect(simulateOptions([], () => {})).toEqual({ deep: false, seed: SEED });
    expect(simulateOptions(['--deep', '--seed', '7', '--path', 'late/41'], () => {})).toEqual({
      deep: true,
      seed: 7,
      path: 'late/41',
    });
  });

  it.each([
    ['a seed that is no whole number', ['--seed', 'x'], 'expected a whole number of at most 9 digits, got "x"'],
    ['a seed without a number', ['--seed'], 'argument missing'],
    ['an option that does not exist', ['--deeper'], 'unknown option'],
    ['what is no option', ['all'], 'too many arguments'],
  ])('rejects %s, with status 2', (_what, args, message) => {
    let told = '';
    expect(() => simulateOptions(args, (text) => (told += text))).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(told).toContain(message);
  });

  it('tell how to use it, with status 0', () => {
    let told = '';
    expect(() => simulateOptions(['--help'], (text) => (told += text))).toThrow(
      expect.objectContaining({ exitCode: 0 }),
    );
    expect(told).toContain('--path <path>');
  });
});
