import pc from 'picocolors';
import type { Happening } from '../../cli/story/happenings.ts';
import type { Write } from '../../cli/story/redraw.ts';
import { Storyteller } from '../../cli/story/story.ts';
import { PLAIN_COLUMNS, storyLines } from '../../cli/story/story-lines.ts';
import { clockTime } from '../../cli/story/text.ts';
import type { Display } from './display.ts';
import { beginningLines, summaryLines, trafficText } from './lines.ts';
import type { Standing } from './standing.ts';

/** For pipes, logs and CI: one line for each noteworthy thing, never anything taken back. */
export function plainDisplay(write: Write): Display {
  const colors = pc.createColors(false);
  const storyteller = new Storyteller();
  const put = (lines: readonly string[]) => write(lines.map((line) => `${line}\n`).join(''));
  return {
    begin: (beginning) => put(beginningLines(colors, beginning, PLAIN_COLUMNS)),
    happened(happening, standing) {
      const told = storyteller.tell(happening);
      if (told)
        put([
          ...storyLines(
            colors,
            told,
            { startedAt: standing.startedAt, alarms: [...standing.alarms.keys()] },
            PLAIN_COLUMNS,
          ),
          ...soFar(happening, standing),
        ]);
    },
    stand: () => undefined,
    finish: (summary) => put(summaryLines(colors, summary, PLAIN_COLUMNS)),
    stop: () => undefined,
  };

  /**
   * After each check, and when production has every request back: what the versions answered until then, and how long
   * it may still take.
   */
  function soFar(happening: Happening, standing: Standing): string[] {
    const worth =
      (happening.kind === 'answered' && happening.state.startsWith('Check ')) ||
      (happening.kind === 'weights' && happening.canary === 0);
    if (!worth || standing.traffic.versions.length === 0) return [];
    const left = standing.secondsLeft === undefined ? '' : `; ${clockTime(standing.secondsLeft)} left`;
    const line = {
      at: happening.at,
      what: '  requests so far',
      text: trafficText(standing) + left,
      tone: 'quiet',
    } as const;
    return storyLines(colors, line, { startedAt: undefined, alarms: [...standing.alarms.keys()] }, PLAIN_COLUMNS);
  }
}
