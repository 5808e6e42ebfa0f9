import type { Row } from './search.ts';

/** The table of `npm run simulate`: fault class, visited of how many, violations, worst time to safety. */
export function table(rows: readonly Row[]): string {
  const header = ['faults', 'visited', 'of', 'violations', 'worst time to safety'];
  const lines = rows.map(({ faults, visited, of, unit, failures, secondsToSafety }) => [
    faults,
    `${visited.toLocaleString('en')} ${unit}`,
    of === undefined ? 'unknown' : of.toLocaleString('en'),
    String(failures.length),
    secondsToSafety === undefined ? '-' : `${secondsToSafety.toFixed(1)} s`,
  ]);
  const total = [
    'total',
    rows.reduce((sum, { visited }) => sum + visited, 0).toLocaleString('en'),
    '',
    String(rows.reduce((sum, { failures }) => sum + failures.length, 0)),
    '',
  ];
  const all = [header, ...lines, total];
  const widths = header.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const print = (line: readonly string[]) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [print(header), rule, ...lines.map(print), rule, print(total)].join('\n');
}
