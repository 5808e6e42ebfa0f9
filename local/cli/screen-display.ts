import pc from 'picocolors';
import { createScreen, type Size, type Write } from '../../cli/story/redraw.ts';
import { lineTeller } from '../../cli/story/story-lines.ts';
import type { Display } from './display.ts';
import { beginningLines, knownOf, summaryLines } from './lines.ts';
import type { Standing } from './standing.ts';
import { standingLines } from './standing-lines.ts';

/** For a terminal: the story scrolls by, and below it a few lines are redrawn with where everything stands. */
export function screenDisplay(write: Write, size: () => Size): Display {
  const colors = pc.createColors(pc.isColorSupported);
  const tellLines = lineTeller(colors);
  const screen = createScreen(write, size);
  const put = (lines: readonly string[], standing: Standing) =>
    screen.put(lines, standingLines(colors, standing, screen.columns()));
  return {
    begin(beginning) {
      screen.start();
      screen.put(beginningLines(colors, beginning, screen.columns()));
    },
    happened(happening, standing) {
      put(tellLines([happening], knownOf(standing), screen.columns()), standing);
    },
    stand: (standing) => put([], standing),
    finish(summary) {
      screen.put(summaryLines(colors, summary, screen.columns()));
      screen.stop();
    },
    stop: () => screen.stop(),
  };
}
