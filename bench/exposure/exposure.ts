import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { stopWithReader } from 'local-aws/cli';
import { wallClock } from 'local-aws/clock';
import { chart } from './chart.ts';
import { parseExposureOptions, type ExposureOptions } from './options.ts';
import { markdown, summary, type Report } from './report.ts';
import type { Results } from './results.ts';
import { measure } from './run.ts';
import { DEPLOYED, STRATEGIES } from './strategies/index.ts';
import { targetsOf } from './targets/index.ts';
import { readBefore, type Recorded } from './then-now.ts';

/** The rate that the chart shows. */
const CHARTED = 100;

/** `npm run bench:exposure`: exit status 0 when it ran, whatever it found; 2 when the options cannot be used. */
async function main(args: readonly string[]): Promise<number> {
  let options: ExposureOptions;
  try {
    options = parseExposureOptions(args, write);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  const began = wallClock.now();
  const date = new Date(began).toISOString().slice(0, 10);
  const command = ['npm run bench:exposure', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const { set, seed, effort, deployedOnly, processes } = options;
  const { strategy = '' } = options;
  const strategies = deployedOnly ? [DEPLOYED] : STRATEGIES.filter(({ name }) => name.includes(strategy));
  if (strategies.length === 0) {
    write(
      `no strategy has ${JSON.stringify(strategy)} in its name: ${STRATEGIES.map(({ name }) => name).join('; ')}\n`,
    );
    return 2;
  }
  let told = 0;
  const results = await measure({ set, seed, effort, strategies, processes }, (done, all) => {
    const tenth = Math.floor((10 * done) / all);
    if (tenth > told) process.stderr.write(`${10 * tenth} % after ${seconds(began)} s\n`);
    told = tenth;
  });
  const targets = strategies.length < STRATEGIES.length ? [] : targetsOf(results);
  write(`${summary({ results, targets }, strategies)}\n`);
  if (options.record !== undefined) record(options.record, { date, command, results });
  if (options.out !== undefined)
    writeReport(options.out, { date, seed, command, results, before: readBefore(), targets });
  write(`\n${results.releases} releases in ${seconds(began)} s, seed ${seed}\n`);
  return 0;
}

function writeReport(folder: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'exposure.md'), markdown(report));
  writeFileSync(join(folder, 'exposure.svg'), chart(report.results, CHARTED));
  write(`\nwritten: ${join(folder, 'exposure.md')} and exposure.svg`);
}

function record(file: string, { date, command, results }: { date: string; command: string; results: Results }): void {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const recorded: Recorded = { date, command, version, tallies: results.recorded(DEPLOYED) };
  const lines = Object.entries(recorded.tallies).map(
    ([key, tally]) => `    ${JSON.stringify(key)}: ${JSON.stringify(tally)}`,
  );
  const { tallies: _, ...rest } = recorded;
  const head = JSON.stringify(rest, undefined, 2).replace(/\n\}$/, '');
  writeFileSync(file, `${head},\n  "tallies": {\n${lines.join(',\n')}\n  }\n}\n`);
}

const seconds = (since: number): number => Math.round((wallClock.now() - since) / 1000);

function write(text: string): void {
  process.stdout.write(text);
}

stopWithReader();
process.exitCode = await main(process.argv.slice(2));
