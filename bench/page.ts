import { type Benchmark, type Figure, keepsBudget } from './benchmark.ts';
import { markdownTable } from '../verify/markdown-table.ts';
import { wrapped } from '../verify/wrapped.ts';
import type { LastRun, Measured } from './last-run.ts';

/** `docs/performance.md`. @param before what an earlier commit gave, of any of them */
export function performancePage(benchmarks: readonly Benchmark[], run: LastRun, before: LastRun): string {
  const lines = [
    '# Performance',
    '',
    'What was measured last, by `npm run bench`, which writes this page, beside what an earlier commit gave ' +
      '(`bench/before.json`, a `bench/last-run.json` of then). Budgets are ratios, counts and a ' +
      'few times that hold on any laptop; a budget that was missed says so.',
    '`npm run bench -- --only NAME` measures one row and leaves the others as they are; `--strict` makes a ' +
      'missed budget the exit status.',
    '',
    ...benchmarks.flatMap((benchmark) => section(benchmark, run[benchmark.name], before[benchmark.name])),
  ];
  return wrapped(lines.join('\n'));
}

function section(benchmark: Benchmark, measured?: Measured, before?: Measured): string[] {
  const { name, title, how, limit, floor, tried } = benchmark;
  const head = [`## ${title}`, '', how, ''];
  const sentences = ['', `What limits it: ${limit}`, `The floor: ${floor}`, ...tries(tried), ''];
  if (measured === undefined) return [...head, `Not measured yet: \`npm run bench -- --only ${name}\`.`, ...sentences];
  const { figures } = measured;
  const earlier = new Map(before?.figures.map((figure) => [figure.what, figureText(figure)]));
  return [
    ...head,
    markdownTable(
      ['what', 'before', 'measured', 'budget'],
      figures.map((figure) => [figure.what, earlier.get(figure.what) ?? '', figureText(figure), budgetText(figure)]),
    ),
    '',
    `Measured ${when(measured)}${before === undefined ? '' : `; before: ${when(before)}`}.`,
    ...sentences,
  ];
}

const tries = (tried: string | undefined): string[] => (tried === undefined ? [] : [`Tried: ${tried}`]);

const when = ({ date, commit, machine }: Measured): string => `${date} at ${commit} on ${machine}`;

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
