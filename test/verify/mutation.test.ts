import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NO_FAULT } from '../../verify/mutation/no-fault.ts';
import { withRun } from '../../verify/mutation/last-run.ts';
import { killedPercent, readReport, sum } from '../../verify/mutation/report.ts';
import { SAMPLE } from '../../verify/mutation/sample.ts';

const SOURCE = 'const a = 1;\nif (b &&\n    c) {\n}\n';
const mutant = (status: string, replacement: string, over: object = {}) => ({
  mutatorName: 'ConditionalExpression',
  replacement,
  status,
  location: { start: { line: 2, column: 5 }, end: { line: 3, column: 6 } },
  ...over,
});
const reportOf = (...mutants: readonly object[]) =>
  readReport(JSON.stringify({ files: { 'rollout/rollback/a.ts': { source: SOURCE, mutants } } }));

describe('what is read of a report of mutants', () => {
  it('counts those that a test noticed, or on which one never ended', () => {
    const { folders, survivors } = reportOf(mutant('Killed', 'true'), mutant('Timeout', 'false'));
    expect(folders).toEqual({ 'rollout/rollback': { mutants: 2, killed: 2, noFault: 0 } });
    expect(survivors).toEqual([]);
  });

  it('tells who survived: where, what was replaced, by what, and whether a test runs it at all', () => {
    const { folders, survivors } = reportOf(mutant('Survived', 'true'), mutant('NoCoverage', 'b ||\n  c'));
    expect(folders).toEqual({ 'rollout/rollback': { mutants: 2, killed: 0, noFault: 0 } });
    expect(survivors).toEqual([
      { file: 'rollout/rollback/a.ts', line: 2, code: 'b && c', replacement: 'true', untested: false },
      { file: 'rollout/rollback/a.ts', line: 2, code: 'b && c', replacement: 'b || c', untested: true },
    ]);
  });

  it('leaves out what was not tried: texts, what runs when a module is loaded, what does not compile', () => {
    expect(reportOf(mutant('Ignored', ''), mutant('CompileError', 'true'), mutant('Killed', 'true')).folders).toEqual({
      'rollout/rollback': { mutants: 1, killed: 1, noFault: 0 },
    });
  });

  it('says what is wrong with a file that is none', () => {
    expect(() => readReport('{}')).toThrow('files');
  });
});

describe('the share that was noticed', () => {
  it.each([
    [{ mutants: 100, killed: 95, noFault: 0 }, 95],
    [{ mutants: 100, killed: 95, noFault: 5 }, 100],
    [{ mutants: 3, killed: 0, noFault: 3 }, 100],
    [{ mutants: 0, killed: 0, noFault: 0 }, 100],
  ])('of %j is %d %', (count, percent) => {
    expect(killedPercent(count)).toBe(percent);
  });

  it('is taken over all folders together', () => {
    const folders = [
      { mutants: 10, killed: 10, noFault: 0 },
      { mutants: 90, killed: 45, noFault: 10 },
    ];
    expect(sum(folders)).toEqual({ mutants: 100, killed: 55, noFault: 10 });
  });
});

const count = (killed: number) => ({ mutants: 9, killed, noFault: 0 });
const run = (commit: string, folders: Record<string, ReturnType<typeof count>>) => ({
  date: '2026-01-05',
  machine: 'm',
  minutes: 1,
  commit,
  folders,
});

it('a run takes the place of what earlier ones found in its folders, and of no others', () => {
  const runs = withRun([run('a', { x: count(1), y: count(2) }), run('b', { z: count(3) })], run('c', { y: count(4) }));
  expect(runs).toEqual([run('a', { x: count(1) }), run('b', { z: count(3) }), run('c', { y: count(4) })]);
  expect(withRun(runs, run('d', { x: count(5), z: count(6) })).map(({ commit }) => commit)).toEqual(['c', 'd']);
});

describe('the lists', () => {
  it('explain mutants of code that is there', () => {
    for (const { file, code } of NO_FAULT) expect(readFileSync(file, 'utf8').replace(/\s+/g, ' ')).toContain(code);
  });

  it('try files that are there in the sample', () => {
    for (const path of SAMPLE) expect(existsSync(path) ? path : 'nothing').toBe(path);
  });
});
