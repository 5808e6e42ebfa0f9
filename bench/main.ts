import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { runMain } from '../local/cli/main.ts';
import { wallClock } from 'local-aws/clock';
import { type Benchmark, type Figure, keepsBudget } from './benchmark.ts';
import { measured, readBefore, readLastRun, writeLastRun } from './last-run.ts';
import { budgetText, figureText, performancePage } from './page.ts';
import { BENCHMARKS } from './rows/index.ts';

const PAGE = new URL('../docs/performance.md', import.meta.url);
const NAMES = BENCHMARKS.map(({ name }) => name);

await runMain(async (signal) => {
  const command = new Command('npm run bench --')
    .description(
      'Measures what a user waits or pays for, says which budgets are missed, and writes docs/performance.md.',
    )
    .option('--only <names>', `some of it, with commas between: ${NAMES.join(', ')}`, chosen, NAMES)
    .option('--strict', 'exit with status 1 when a budget is missed; it is only reported otherwise', false)
    .option('--no-write', 'leave docs/performance.md as it is');
  const { only, strict, write } = command.parse().opts<{ only: readonly string[]; strict: boolean; write: boolean }>();
  const missed: string[] = [];
  const failed: string[] = [];
  for (const benchmark of BENCHMARKS.filter(({ name }) => only.includes(name))) {
    say(`\n${benchmark.title}`);
    const figures = await figuresOf(benchmark, signal);
    if (figures === undefined) {
      failed.push(benchmark.name);
      continue;
    }
    for (const figure of figures)
      say(`  ${figure.what.padEnd(64)} ${figureText(figure).padStart(12)}  ${budgetText(figure).replaceAll('*', '')}`);
    missed.push(...figures.filter((figure) => !keepsBudget(figure)).map(({ what }) => `${benchmark.name}: ${what}`));
    if (write) store(benchmark, figures);
  }
  say('');
  for (const what of missed) say(`missed  ${what}`);
  for (const name of failed) say(`failed  ${name} could not be measured`);
  if (missed.length + failed.length === 0) say('every budget is kept');
  return failed.length > 0 || (strict && missed.length > 0) ? 1 : 0;
});

/** Undefined when it could not be measured, which is then said; the others are measured all the same. */
async function figuresOf(benchmark: Benchmark, signal: AbortSignal): Promise<readonly Figure[] | undefined> {
  try {
    return await benchmark.run(signal);
  } catch (error) {
    signal.throwIfAborted();
    say(`  ${(error as Error).message}`);
    return undefined;
  }
}

/** At once, so that what was measured stays when a later one is interrupted. */
function store({ name }: Benchmark, figures: readonly Figure[]): void {
  const run = { ...readLastRun(), [name]: measured(figures, wallClock.now()) };
  const ordered = Object.fromEntries(NAMES.flatMap((each) => (run[each] === undefined ? [] : [[each, run[each]]])));
  writeLastRun(ordered);
  writeFileSync(PAGE, performancePage(BENCHMARKS, ordered, readBefore()));
}

function chosen(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`${unknown.join(', ')}: expected some of ${NAMES.join(', ')}.`);
  return names;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
