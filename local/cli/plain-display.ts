import pc from 'picocolors';
import type { Happening } from '../../cli/story/happenings.ts';
import type { Write } from '../../cli/story/redraw.ts';
import { isCheck, lineTeller, PLAIN_COLUMNS, soFarLines } from '../../cli/story/story-lines.ts';
import type { Display } from './display.ts';
import { answered, beginningLines, knownOf, summaryLines } from './lines.ts';
import type { Standing } from './standing.ts';

/** For pipes, logs and CI: one line for each noteworthy thing, never anything taken back. */
export function plainDisplay(write: Write): Display {
  const colors = pc.createColors(false);
  const tellLines = lineTeller(colors);
  const put = (lines: readonly string[]) => write(lines.map((line) => `${line}\n`).join(''));
  return {
    begin: (beginning) => put(beginningLines(colors, beginning, PLAIN_COLUMNS)),
    happened(happening, standing) {
      const lines = tellLines([happening], knownOf(standing));
      if (lines.length === 0) return;
      put(lines);
      if (showsTraffic(happening, standing))
        put(soFarLines(colors, answered(standing), standing.secondsLeft, knownOf(standing)));
    },
    stand: () => undefined,
    finish: (summary) => put(summaryLines(colors, summary, PLAIN_COLUMNS)),
    stop: () => undefined,
  };
}

/** After each check, and when production has every request back. */
function showsTraffic(happening: Happening, { traffic }: Standing): boolean {
  const worth = isCheck(happening) || (happening.kind === 'weights' && happening.canary === 0);
  return worth && traffic.versions.length > 0;
}
