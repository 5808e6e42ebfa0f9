import { alarmLines, bar } from '../../cli/story/standing-parts.ts';
import { type Colors, MARGIN } from '../../cli/story/story-lines.ts';
import { clockTime, sinceStart } from '../../cli/story/text.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import { LABEL_WIDTH, versionLine } from './lines.ts';
import type { Standing } from './standing.ts';

/** What is redrawn in a terminal: the state and the time left, how far it is, the weight, each version, the alarms. */
export function standingLines(colors: Colors, standing: Standing, columns: number): string[] {
  const { at, alarms, startedAt, state, canaryWeight, traffic, releases, secondsLeft, done } = standing;
  const watching = [...alarms].map(([name, alarm]) => ({ name, state: alarm }));
  const time = (startedAt === undefined ? '' : sinceStart(at, startedAt)).padEnd(MARGIN);
  const stateBar = done?.state === undefined ? '' : `${bar(colors, done.state, colors.cyan)} `;
  const left = secondsLeft === undefined ? '' : `${clockTime(secondsLeft)} left in all`;
  return [
    '',
    `${colors.dim(time)}${colors.bold(state.padEnd(LABEL_WIDTH))}  ${stateBar}${left}`.trimEnd(),
    ...(done === undefined
      ? []
      : [row('rollout', `${bar(colors, done.rollout, colors.cyan)} ${Math.floor(done.rollout * 100)} %`)]),
    row('canary', `${bar(colors, canaryWeight / 100, colors.yellow)} ${canaryWeight} % of the requests`),
    ...traffic.versions.map((tally) => versionLine(colors, tally, releases, columns)),
    ...alarmLines(colors, watching, [Alias.canary, Alias.production], columns),
  ];
}

function row(label: string, rest: string): string {
  return `${''.padEnd(MARGIN)}${label.padEnd(LABEL_WIDTH)}  ${rest}`;
}
