import type { Texts } from './arrows.ts';

/** In characters. */
const WIDEST = 120;

const CODE = /(\.(ts|mjs|css|html|sh)|^\.ci\/run)$/;
const PAGE = /\.md$/;

/**
 * Every line that is wider than 120 characters and could be broken: not a line with a URL, and on a page neither a row
 * of a table nor code.
 * @returns a sentence each, with the place
 */
export function widthFaults(texts: Texts): string[] {
  return [...texts].flatMap(([file, text]) => {
    const lines = CODE.test(file) ? linesOf(text) : PAGE.test(file) ? proseIn(text) : [];
    return lines.flatMap(({ line, number }) => {
      const width = Array.from(line).length;
      return width <= WIDEST || /https?:\/\//.test(line)
        ? []
        : [`${file}:${number} has ${width} characters, at most ${WIDEST}`];
    });
  });
}

interface Line {
  readonly line: string;
  /** From 1. */
  readonly number: number;
}

function linesOf(text: string): readonly Line[] {
  return text.split(/\r?\n/).map((line, i) => ({ line, number: i + 1 }));
}

/** Without tables and what stands between fences. */
function proseIn(text: string): readonly Line[] {
  let fence: string | undefined;
  return linesOf(text).filter(({ line }) => {
    const mark = /^\s*(?:[-*]\s+)?(```+|~~~+)/.exec(line)?.[1];
    const wasCode = fence !== undefined;
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) === true) fence = undefined;
    return !wasCode && !/^\s*\|/.test(line);
  });
}
