import pc from 'picocolors';
import type { Display, Write } from './display.ts';
import type { Happening, Standing } from './happenings.ts';
import { beginningLines, PLAIN_COLUMNS, storyLines, summaryLines, trafficText } from './lines.ts';
import { Storyteller } from './story.ts';
import { clockTime } from './text.ts';

/** For pipes, logs and CI: one line for each noteworthy thing, never anything taken back. */
export function plainDisplay(write: Write): Display {
  const colors = pc.createColors(false);
  const storyteller = new Storyteller();
  const put = (lines: readonly string[]) => write(lines.map((line) => `${line}\n`).join(''));
  return {
    begin: (beginning) => put(beginningLines(colors, beginning, PLAIN_COLUMNS)),
    happened(happening, standing) {
      const told = storyteller.tell(happening);
      if (told) put([...storyLines(colors, told, standing, PLAIN_COLUMNS), ...soFar(happening, standing)]);
    },
    stand: () => undefined,
    finish: (summary) => put(summaryLines(colors, summary, PLAIN_COLUMNS)),
    stop: () => undefined,
  };

  /** After each check, and when production has every request back: what the versions answered until then, and how long it may still take. */
  function soFar(happening: Happening, standing: Standing): string[] {
    const worth = (happening.kind === 'answered' && happening.state.startsWith('Check ')) || (happening.kind === 'weights' && happening.canary === 0);
    if (!worth || standing.traffic.versions.length === 0) return [];
    const left = standing.secondsLeft === undefined ? '' : `; ${clockTime(standing.secondsLeft)} left`;
    const line = { at: happening.at, what: '  requests so far', text: trafficText(standing) + left, tone: 'quiet' } as const;
    return storyLines(colors, line, { ...standing, startedAt: undefined }, PLAIN_COLUMNS);
  }
}
