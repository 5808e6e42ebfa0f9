import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { wallClock } from 'local-aws/clock';
import { mutantsPage } from '../mutants/page.ts';
import { runProgram, searchCommand } from '../program.ts';
import { keep } from './last-run.ts';
import { killedPercent, readReport, type Result, sum, type Survivor } from './report.ts';
import { LEAST_KILLED, SAMPLE } from './sample.ts';

/** `npm run test:mutation`. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = `${ROOT}.local/mutation`;
const STRYKER = `${ROOT}verify/mutation/node_modules/@stryker-mutator/core/bin/stryker.js`;
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const { only, sample, write } = searchCommand('npm run test:mutation --', 'every test that has to fail did', (text) =>
    process.stderr.write(text),
  )
    .description('Changes the code in one place at a time, and expects a test to fail.')
    .option('--only <files>', 'these files instead of all, such as "rollout/claim/*.ts"')
    .option('--sample', `a fixed sample of at most three minutes; ${LEAST_KILLED} % have to be noticed`, false)
    .option('--write', 'writes docs/mutants.md; folders that were not tried keep what they had', false)
    .parse(process.argv.slice(2), { from: 'user' })
    .opts<{ only?: string; sample: boolean; write: boolean }>();
  const files = sample ? SAMPLE.join(',') : only;
  // A sample tells what is true now, whatever an earlier run found.
  if (sample) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const minutes = stryker(files === undefined ? [] : ['--mutate', files]);
  const result = readReport(readFileSync(`${FOLDER}/report.json`, 'utf8'));
  report(result);
  const all = sum(Object.values(result.folders));
  print(`${killedPercent(all).toFixed(1)} % of ${all.mutants - all.noFault} noticed, in ${minutes.toFixed(1)} minutes`);
  if (write) {
    keep({ minutes, folders: result.folders }, wallClock.now());
    writeFileSync(`${ROOT}docs/mutants.md`, mutantsPage());
  }
  return sample ? Number(killedPercent(all) < LEAST_KILLED) : Number(result.survivors.length > 0);
}

/** @returns minutes that it took. @throws Error when it could not be run to its end */
function stryker(args: readonly string[]): number {
  const began = wallClock.now();
  const { status } = spawnSync(process.execPath, [STRYKER, 'run', 'verify/mutation/stryker.config.mjs', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`StrykerJS ended with status ${status}: no report`);
  return (wallClock.now() - began) / 60_000;
}

function report({ folders, survivors }: Result): void {
  for (const survivor of survivors) print(described(survivor));
  for (const [folder, count] of Object.entries(folders))
    print(`${folder.padEnd(32)} ${killedPercent(count).toFixed(1).padStart(5)} % of ${count.mutants - count.noFault}`);
}

const described = ({ file, line, code, replacement, untested }: Survivor): string =>
  `${file}:${line}: ${code} -> ${replacement}${untested ? ' (no test runs it)' : ''}`;

await runProgram(main);
