import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { Benchmark } from '../benchmark.ts';
import { inNewFolder } from '../support/folder.ts';
import { ROOT, runProgram } from '../support/program.ts';

const SLOWEST = 10;
const MAX_SECONDS = 90;

const reportSchema = z.object({
  startTime: z.number(),
  numTotalTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })).min(1),
});

export const suite: Benchmark = {
  name: 'suite',
  title: 'The test suite',
  how:
    "`npm test`: from its start to the end of its last file, as vitest's report `.local/vitest.json` has it; " +
    'run now where there is none.',
  limit:
    'Processor time: searches and syntheses keep every core busy, and each cloud starts some fifteen processes. ' +
    'Clouds have virtual time, but for those of programs, which wait as much as they work.',
  floor: 'Loading aws-cdk-lib, the SDK clients and TypeScript once a process.',
  tried:
    'One process for many files, clouds on the virtual clock where nothing real is asked, folders in memory (a fifth ' +
    'less of a live file), searches by cost. On the machine of this run 7f622ef100 took 630 s for 7,995 tests: ' +
    '1.3 times as long for a tenth fewer.',
  async run(signal) {
    const { startTime, numTotalTests, testResults } = reportSchema.parse(JSON.parse(await reportText(signal)));
    const seconds = (Math.max(...testResults.map(({ endTime }) => endTime)) - startTime) / 1000;
    const files = testResults.map((file) => ({
      name: relative(ROOT, file.name),
      seconds: (file.endTime - file.startTime) / 1000,
    }));
    const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
    return [
      { what: 'wall time', value: seconds, unit: 's', budget: { most: MAX_SECONDS } },
      { what: 'tests', value: numTotalTests, unit: '' },
      ...slowest.map(({ name, seconds }) => ({ what: name, value: seconds, unit: 's' })),
    ];
  },
};

function reportText(signal: AbortSignal): Promise<string> {
  const known = join(ROOT, '.local/vitest.json');
  if (existsSync(known)) return Promise.resolve(readFileSync(known, 'utf8'));
  return inNewFolder(async (folder) => {
    const file = join(folder, 'vitest.json');
    await runProgram(['npm', 'test', '--', '--reporter=json', `--outputFile=${file}`], { signal });
    return readFileSync(file, 'utf8');
  });
}
