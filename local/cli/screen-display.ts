import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import type { Display, Write } from './display.ts';
import type { Standing } from './happenings.ts';
import { beginningLines, PLAIN_COLUMNS, storyLines, summaryLines } from './lines.ts';
import { standingLines } from './standing-lines.ts';
import { Storyteller } from './story.ts';

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
/** From the cursor to the end of its line, and of the screen. */
const ERASE_LINE = '\u001B[K';
const ERASE_BELOW = '\u001B[J';

/** Size of the terminal, in characters; it may change at any time. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** For a terminal: the story scrolls by, and below it a few lines are redrawn with where everything stands. */
export function screenDisplay(write: Write, size: () => Size): Display {
  const colors = pc.createColors(pc.isColorSupported);
  const storyteller = new Storyteller();
  let drawn: readonly string[] = [];
  let hidden = false;

  /** Up to where drawing began and over it, line by line and in one write, so that nothing flickers. */
  const put = (lines: readonly string[], standing?: Standing) => {
    const { columns, rows } = size();
    const below = standing ? standingLines(colors, standing, readable(columns)).map((line) => fit(line, columns)).slice(0, Math.max(0, rows - 1)) : [];
    if (lines.length === 0 && sameLines(below, drawn)) return;
    const up = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)), 0);
    write([up === 0 ? '' : `\u001B[${up}A`, ...[...lines, ...below].map((line) => `${line}${ERASE_LINE}\n`), ERASE_BELOW].join(''));
    drawn = below;
  };
  const showCursor = () => {
    if (hidden) write(SHOW_CURSOR);
    hidden = false;
  };
  return {
    begin(beginning) {
      write(HIDE_CURSOR);
      hidden = true;
      put(beginningLines(colors, beginning, readable(size().columns)));
    },
    happened(happening, standing) {
      const told = storyteller.tell(happening);
      put(told ? storyLines(colors, told, standing, readable(size().columns)) : [], standing);
    },
    stand: (standing) => put([], standing),
    finish(summary) {
      put(summaryLines(colors, summary, readable(size().columns)));
      showCursor();
    },
    stop: showCursor,
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
