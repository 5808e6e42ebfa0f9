import { type Benchmark, type Figure, keepsBudget } from './benchmark.ts';
import { wrapped } from '../verify/wrapped.ts';
import type { LastRun, Measured } from './last-run.ts';

/** `docs/performance.md`. */
export function performancePage(benchmarks: readonly Benchmark[], run: LastRun): string {
  const lines = [
    '# Performance',
    '',
    'What was measured last, by `npm run bench`, which writes this page. Budgets are ratios, counts and a ' +
      'few times that hold on any laptop; a budget that was missed says so.',
    '`npm run bench -- --only NAME` measures one row and leaves the others as they are; `--strict` makes a ' +
      'missed budget the exit status.',
    '',
    ...benchmarks.flatMap((benchmark) => section(benchmark, run[benchmark.name])),
  ];
  return wrapped(lines.join('\n'));
}

function section({ name, title, how, limit, floor }: Benchmark, measured: Measured | undefined): string[] {
  const head = [`## ${title}`, '', how, ''];
  const sentences = ['', `What limits it: ${limit}`, `The floor: ${floor}`, ''];
  if (measured === undefined) return [...head, `Not measured yet: \`npm run bench -- --only ${name}\`.`, ...sentences];
  const { date, machine, commit, figures } = measured;
  const rows = figures.map((figure) => `| ${figure.what} | ${figureText(figure)} | ${budgetText(figure)} |`);
  return [
    ...head,
    '| what | measured | budget |',
    '|---|---|---|',
    ...rows,
    '',
    `Measured ${date} at ${commit} on ${machine}.`,
    ...sentences,
  ];
}

export function figureText({ value, unit }: Figure): string {
  return `${digits(value)}${unit === '' ? '' : ` ${unit}`}`;
}

export function budgetText(figure: Figure): string {
  const { budget, unit } = figure;
  if (budget === undefined) return '';
  const bound = 'most' in budget ? `at most ${digits(budget.most)}` : `at least ${digits(budget.least)}`;
  return `${bound}${unit === '' ? '' : ` ${unit}`}: ${keepsBudget(figure) ? 'kept' : '**missed**'}`;
}

/** Three digits that count, and all of a larger whole number. */
function digits(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}
