import { shortNames } from '../../cli/story/short-names.ts';
import { type Colors, hanging, MARGIN } from '../../cli/story/story-lines.ts';
import { clockTime, sinceStart } from '../../cli/story/text.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import { LABEL_WIDTH, versionLine } from './lines.ts';
import type { Standing } from './standing.ts';

const BAR_WIDTH = 20;

/** What is redrawn in a terminal: the state and the time left, how far it is, the weight, each version, the alarms. */
export function standingLines(colors: Colors, standing: Standing, columns: number): string[] {
  const { at, startedAt, state, canaryWeight, traffic, releases, secondsLeft, done } = standing;
  const time = (startedAt === undefined ? '' : sinceStart(at, startedAt)).padEnd(MARGIN);
  const stateBar = done?.state === undefined ? '' : `${bar(done.state * 100, colors.cyan, colors)} `;
  const left = secondsLeft === undefined ? '' : `${clockTime(secondsLeft)} left in all`;
  return [
    '',
    `${colors.dim(time)}${colors.bold(state.padEnd(LABEL_WIDTH))}  ${stateBar}${left}`.trimEnd(),
    ...(done === undefined
      ? []
      : [row('rollout', `${bar(done.rollout * 100, colors.cyan, colors)} ${Math.floor(done.rollout * 100)} %`)]),
    row('canary', `${bar(canaryWeight, colors.yellow, colors)} ${canaryWeight} % of the requests`),
    ...traffic.versions.map((tally) => versionLine(colors, tally, releases, columns)),
    ...alarmLines(colors, standing, columns),
  ];
}

function row(label: string, rest: string): string {
  return `${''.padEnd(MARGIN)}${label.padEnd(LABEL_WIDTH)}  ${rest}`;
}

function bar(percent: number, color: (text: string) => string, colors: Colors): string {
  const filled = Math.round((percent * BAR_WIDTH) / 100);
  return color('█'.repeat(filled)) + colors.dim('░'.repeat(BAR_WIDTH - filled));
}

/** A space at which no line is broken: an alarm stays beside its state. */
const TOGETHER = '\u00A0';

const STATE_WORDS: Readonly<Record<string, string>> = { INSUFFICIENT_DATA: 'no data' };

/** One paragraph for the alarms of each alias, which their names begin with. */
function alarmLines(colors: Colors, { alarms }: Standing, columns: number): string[] {
  const names = [...alarms.keys()];
  return [Alias.canary, Alias.production].flatMap((alias) => {
    const watching = names.filter((name) => name.startsWith(`${alias}-`));
    const words = watching.map((name) => {
      const state = alarms.get(name) ?? '';
      return `${shortNames(name, names).slice(alias.length + 1)} ${STATE_WORDS[state] ?? state}`.replaceAll(
        ' ',
        TOGETHER,
      );
    });
    if (words.length === 0) return [];
    return hanging(`${alias} alarms: `.padEnd(19), words.join(', '), columns, colors.dim).map((line) =>
      line.replaceAll(TOGETHER, ' ').replaceAll(/\bALARM\b/g, colors.red('ALARM')),
    );
  });
}
