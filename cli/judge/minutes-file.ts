import type { Compare } from '../../statemachine/contract/compare.ts';
import { factorsOf, type AliasMinute, type ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { UsageError } from '../errors.ts';
import { columnsOf, type Columns } from './columns.ts';
import { lineOf, type Line } from './lines.ts';
import { aloneSince, KEPT_DAYS, minuteName, type Past } from './past.ts';

/** More than these are counted and not told. */
const TOLD = 20;
const MINUTE_MS = 60_000;

/**
 * Counts by the minute as a file has them: docs/judge.md has the format. The lines may come in any order; a minute, or
 * the side of one, that has no line had no requests.
 * @param compare of the plan: by how many times production's times the canary's are counted
 * @throws UsageError with every line that is not as it should be
 */
export function minutesInFile(text: string, file: string, compare: Compare): Past {
  const faults: string[] = [];
  const found = (line: number, words: string) => void faults.push(`${file}:${line}: ${words}`);
  const [header, ...rows] = linesIn(text);
  if (header === undefined) throw new UsageError(`${file} is empty; expected a line with the names of the columns`);
  const columns = columnsOf(header.text, compare, (words) => found(header.number, words));
  if (columns === undefined) throw new UsageError(told(faults));
  const lines = rows.flatMap(({ number, text: row }) => lineOf(row, columns, (words) => found(number, words), number));
  const known = new Map<string, Line>();
  for (const line of lines) {
    const before = known.get(keyOf(line));
    if (before !== undefined)
      found(
        line.number,
        `got ${minuteName(line.minute)} of ${line.side} again, expected it once: line ${before.number}`,
      );
    known.set(keyOf(line), line);
  }
  if (faults.length > 0) throw new UsageError(told(faults));
  for (const side of ['canary', 'production'] as const)
    if (!lines.some((line) => line.side === side && line.counts.invocations > 0))
      throw new UsageError(`${file} has no request of ${side}: there is nothing to compare`);
  const minutes = minutesOf(lines, known, columns, file);
  const alone = aloneSince(minutes);
  return {
    minutes,
    canary: 'canary',
    production: `production of ${file}`,
    answersCounted: columns.answers,
    ...(!columns.times && { withoutTimes: 'times are not compared, for the file counts none' }),
    ...(columns.times && !columns.slowerByFactor.has(factorsOf(compare).at(-1) ?? 0) && { withoutTail: NO_TAIL }),
    ...(alone && { aloneSince: alone }),
  };
}

interface Numbered {
  readonly number: number;
  readonly text: string;
}

/** Those that say something, with their numbers. */
function linesIn(text: string): readonly Numbered[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ number: i + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}

const keyOf = ({ minute, side }: Pick<Line, 'minute' | 'side'>): string => `${minute.getTime()} ${side}`;

function minutesOf(
  lines: readonly Line[],
  known: ReadonlyMap<string, Line>,
  { times }: Columns,
  file: string,
): readonly ComparedMinute[] {
  const starts = lines.map(({ minute }) => minute.getTime());
  const [first, last] = [starts.reduce((a, b) => Math.min(a, b)), starts.reduce((a, b) => Math.max(a, b))];
  if (last - first > KEPT_DAYS * 24 * 60 * MINUTE_MS)
    throw new UsageError(
      `${file} goes from ${minuteName(new Date(first))} to ${minuteName(new Date(last))}, expected at most ` +
        `${KEPT_DAYS} days`,
    );
  const sideOf = (minute: Date, side: Line['side']) => known.get(keyOf({ minute, side }))?.counts ?? NOTHING;
  return Array.from({ length: (last - first) / MINUTE_MS + 1 }, (_, i) => {
    const start = new Date(first + i * MINUTE_MS);
    return {
      start,
      canary: sideOf(start, 'canary'),
      production: sideOf(start, 'production'),
      ...(!times && { withoutTimes: true }),
    };
  });
}

const NO_TAIL = 'the slow tail is not compared, for the file does not count the canary by tailSlowness';

const NOTHING: AliasMinute = {
  invocations: 0,
  errors: 0,
  requests: 0,
  serverErrors: 0,
  slower: [],
  slowerByFactor: {},
};

function told(faults: readonly string[]): string {
  const more = faults.length - TOLD;
  return [...faults.slice(0, TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
