import type pc from 'picocolors';
import type { Happening } from './happenings.ts';
import { shortNames } from './short-names.ts';
import { type Line, Storyteller, type Tone } from './story.ts';
import { clockTime, count, sinceStart, wrap } from './text.ts';

/** Colours, or none where nobody sees them. */
export type Colors = ReturnType<typeof pc.createColors>;

/** What a log viewer or a CI page shows without wrapping. */
export const PLAIN_COLUMNS = 120;

/** Times stand before it, everything else begins here. */
export const MARGIN = 8;
const INDENT = ' '.repeat(MARGIN);
/** A text is not made narrower than this, however narrow the terminal is. */
const LEAST_TEXT = 20;

/** Room for the name of a state. On a narrow terminal longer names get a line of their own. */
function nameWidth(columns: number): number {
  return columns >= 100 ? 35 : 26;
}

/** What a line of the story is told with. */
export interface Known {
  /** Milliseconds since the epoch; undefined before the execution starts. */
  readonly startedAt: number | undefined;
  /** Names of all alarms that watch; shortened where they end alike. */
  readonly alarms: readonly string[];
}

/** Tells what is noteworthy, and nothing twice: for a log, or above what a terminal redraws. */
export type TellLines = (happenings: readonly Happening[], known: Known, columns?: number) => string[];

export function lineTeller(colors: Colors): TellLines {
  const storyteller = new Storyteller();
  return (happenings, known, columns = PLAIN_COLUMNS) =>
    happenings
      .flatMap((happening) => storyteller.tell(happening) ?? [])
      .flatMap((line) => storyLines(colors, line, known, columns));
}

/** What a version has answered. */
export interface Answered {
  readonly label: string;
  readonly requests: number;
  readonly errors: number;
}

/**
 * What a log has behind a check: what the versions answered until then, on one line, and how long it may still take.
 */
export function soFarLines(
  colors: Colors,
  versions: readonly Answered[],
  secondsLeft: number | undefined,
  { alarms }: Pick<Known, 'alarms'>,
): string[] {
  const requests = versions.map((each) => `${each.label} ${count(each.requests)} (${count(each.errors)} failed)`);
  const left = secondsLeft === undefined ? '' : `; ${clockTime(secondsLeft)} left`;
  const line = { at: 0, what: '  requests so far', text: requests.join(', ') + left, tone: 'quiet' } as const;
  return storyLines(colors, line, { startedAt: undefined, alarms }, PLAIN_COLUMNS);
}

export function isCheck(happening: Happening): boolean {
  return happening.kind === 'answered' && happening.state.startsWith('Check ');
}

/** Time, name and text side by side; the text wraps under itself. */
function storyLines(colors: Colors, { at, what, text, tone }: Line, known: Known, columns: number): string[] {
  const { startedAt, alarms } = known;
  const width = nameWidth(columns);
  const time = colors.dim((startedAt === undefined ? '' : sinceStart(at, startedAt)).padEnd(MARGIN));
  const name = paint(colors, tone)(what.padEnd(width));
  const paragraph = wrap(shortNames(text, alarms), Math.max(LEAST_TEXT, columns - MARGIN - width - 2)).map((each) =>
    tone === 'quiet' ? colors.dim(each) : each,
  );
  const under = paragraph.map((each) => `${''.padEnd(MARGIN + width)}  ${each}`);
  return what.length > width
    ? [`${time}${name}`, ...under]
    : [`${time}${name}  ${paragraph[0] ?? ''}`.trimEnd(), ...under.slice(1)];
}

function paint(colors: Colors, tone: Tone): (text: string) => string {
  return { plain: (text: string) => text, good: colors.green, bad: colors.red, quiet: colors.dim }[tone];
}

/** A paragraph whose first line begins with `label`, and whose others are indented as far. */
export function hanging(
  label: string,
  text: string,
  columns: number,
  color: (text: string) => string = String,
): string[] {
  return wrap(text, Math.max(LEAST_TEXT, columns - MARGIN - label.length)).map(
    (line, i) => `${INDENT}${i === 0 ? color(label) : ' '.repeat(label.length)}${line}`,
  );
}
