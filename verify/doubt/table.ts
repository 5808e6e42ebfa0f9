import { inColumns } from '../simulation/in-columns.ts';
import { DOUBTS } from './doubts.ts';
import type { Row, Unsafe } from './rows.ts';

/** The table of `npm run doubt`: each doubt by itself, and all pairs in one line. */
export function table(rows: readonly Row[]): string {
  const header = ['what AWS does', 'good releases', 'bad ones back', 'users back after', 'unsafe'];
  const alone = rows.filter(({ doubts }) => doubts.length < 2);
  const paired = rows.filter(({ doubts }) => doubts.length === 2);
  const lines = alone.map((row) => lineOf(saysOf(row.doubts), [row]));
  const inPairs = paired.length > 0 ? [lineOf(`${paired.length} pairs of them`, paired)] : [];
  return inColumns(header, lines, [...inPairs, lineOf('all', rows)]);
}

function lineOf(title: string, rows: readonly Row[]): readonly string[] {
  const sum = (count: (row: Row) => number) => rows.reduce((all, row) => all + count(row), 0);
  return [
    title,
    goodOf(rows),
    `${sum(({ bad }) => bad.back)} of ${sum(({ bad }) => bad.all)}`,
    `${Math.max(...rows.map(({ secondsToSafety }) => secondsToSafety)).toFixed(0)} s`,
    String(sum(({ unsafe }) => unsafe.length)),
  ];
}

/** `2 promoted, 1 rolled back` */
function goodOf(rows: readonly Row[]): string {
  const outcomes = (['promoted', 'held, then rolled back', 'rolled back', 'refused'] as const).map((outcome) => ({
    outcome,
    count: rows.reduce((sum, { good }) => sum + (good.get(outcome) ?? 0), 0),
  }));
  return outcomes.flatMap(({ outcome, count }) => (count > 0 ? [`${count} ${outcome.split(',')[0]}`] : [])).join(', ');
}

const saysOf = ([id]: readonly string[]): string =>
  id === undefined ? 'what is believed' : `${DOUBTS.find((doubt) => doubt.id === id)?.says} (${id})`;

/** How to see an unsafe ending again. */
export const againWith = ({ doubts, scenario }: Unsafe, seed: number): string =>
  `npm run doubt -- --seed ${seed} --scenario '${scenario}' --play ${doubts.join(' ')}`;
