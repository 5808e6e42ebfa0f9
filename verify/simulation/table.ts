import { inColumns } from './in-columns.ts';
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
  return inColumns(header, lines, [total]);
}
