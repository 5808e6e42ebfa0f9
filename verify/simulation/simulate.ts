import { runProgram } from '../program.ts';
import { simulateOptions, type SimulateOptions } from './cli-options.ts';
import { modelRows } from './model-rows.ts';
import { plantRows } from './plant-rows.ts';
import { DEEP, QUICK, replay, search } from './plan-of-search.ts';
import type { Row } from './search.ts';
import { table } from './table.ts';

/** `npm run simulate`. */

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Failures that are told in full; the others are counted. */
const MOST_REPORTS = 3;

/** How to see a failure again. */
const again = (path: string, seed: number): string => `npm run simulate -- --seed ${seed} --path ${path}`;

async function* rowsOf({ deep, seed }: SimulateOptions): AsyncGenerator<Row> {
  yield* modelRows(deep);
  if (deep) yield* plantRows();
  yield* search(deep ? DEEP : QUICK, seed);
}

async function searchAll(options: SimulateOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of rowsOf(options)) {
    rows.push(row);
    process.stderr.write(`${row.faults}: ${row.visited} ${row.unit}, ${row.failures.length} violations\n`);
  }
  return rows;
}

async function replayOne(path: string, seed: number): Promise<number> {
  const { judgement, report } = await replay(path, seed);
  print(report());
  print(judgement.violations.length === 0 ? 'every invariant held' : `${judgement.violations.length} violations`);
  return judgement.violations.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const options = simulateOptions(process.argv.slice(2), (text) => process.stderr.write(text));
  const { path, seed } = options;
  if (path !== undefined) return replayOne(path, seed);
  const rows = await searchAll(options);
  const failures = rows.flatMap((row) => row.failures);
  for (const failure of failures.slice(0, MOST_REPORTS))
    print(
      `${failure.report}\n` +
        (failure.path === '' ? '' : `\nSeed ${seed}. To see it again: ${again(failure.path, seed)}\n`),
    );
  print(table(rows));
  return failures.length > 0 ? 1 : 0;
}

await runProgram(main);
