import { stripVTControlCharacters } from 'node:util';
import { PLAIN_COLUMNS } from './story-lines.ts';

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
/** From the cursor to the end of its line, and of the screen. */
const ERASE_LINE = '\u001B[K';
const ERASE_BELOW = '\u001B[J';

export type Write = (text: string) => void;

/** Size of the terminal, in characters; it may change at any time. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Lines that scroll by, and below them a few that are drawn again and again. */
export interface Screen {
  /** Width in which lines should be made. */
  columns(): number;
  /** Hides the cursor until `stop`. */
  start(): void;
  /** @param lines scroll by @param below stand below them until the next call */
  put(lines: readonly string[], below?: readonly string[]): void;
  /** Leaves what stands where it is; nothing is left half drawn. */
  stop(): void;
}

export function createScreen(write: Write, size: () => Size): Screen {
  let drawn: readonly string[] = [];
  let hidden = false;
  return {
    columns: () => readable(size().columns),
    start() {
      write(HIDE_CURSOR);
      hidden = true;
    },
    /** Up to where drawing began and over it, line by line and in one write, so that nothing flickers. */
    put(lines, wanted = []) {
      const { columns, rows } = size();
      const below = wanted.map((line) => fit(line, columns)).slice(0, Math.max(0, rows - 1));
      if (lines.length === 0 && sameLines(below, drawn)) return;
      const up = drawn.reduce(
        (sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)),
        0,
      );
      write(
        [
          up === 0 ? '' : `\u001B[${up}A`,
          ...[...lines, ...below].map((line) => `${line}${ERASE_LINE}\n`),
          ERASE_BELOW,
        ].join(''),
      );
      drawn = below;
    },
    stop() {
      if (hidden) write(SHOW_CURSOR);
      hidden = false;
    },
  };
}

/** The last column stays free, for a terminal may wrap there; lines longer than a log's are hard to read. */
function readable(columns: number): number {
  return Math.min(columns - 1, PLAIN_COLUMNS);
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

/** A line that wraps would not be redrawn whole: too long, it loses its end and its colours. */
function fit(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length < columns ? line : `${plain.slice(0, Math.max(0, columns - 2))}…`;
}
