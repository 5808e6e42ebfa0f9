import { shortenAlarms } from '../../rollout/alarms.ts';
import { executionName } from '../../rollout/execution.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import { shortNames } from '../story/short-names.ts';
import { alarmLines, bar } from '../story/standing-parts.ts';
import { hanging, MARGIN, type Colors } from '../story/story-lines.ts';
import { clockTime, count, headline, sinceStart } from '../story/text.ts';
import type { StepView, VersionView, View } from './view.ts';

const LABEL_WIDTH = 12;
/** A bar on a wide terminal, and on a narrow one. */
const BAR = { wide: 20, narrow: 10 } as const;
const WIDE = 70;
/** What a reason may take. */
const LONGEST_REASON = 160;

/** What is redrawn in a terminal: the steps, the weight, both versions, the alarms. */
export function standingLines(colors: Colors, view: View, columns: number): string[] {
  const { now, secondsLeft, startedAt, state, steps, title, tone, weights } = view;
  const width = columns >= WIDE ? BAR.wide : BAR.narrow;
  const time = colors.dim(sinceStart(now, startedAt).padEnd(MARGIN));
  const left = secondsLeft === undefined ? '' : `, ${clockTime(secondsLeft)} left`;
  const heading = tone === 'bad' ? colors.red(title) : colors.bold(title);
  return [
    '',
    `${time}${heading}${colors.dim(` (${executionName(view.execution).slice(0, 8)})`)}`,
    `${' '.repeat(MARGIN)}${state}${left}`,
    ...steps.map((step) => stepLine(colors, step, width)),
    row(
      'weight',
      weights === undefined
        ? colors.red('the listener does not split over the two groups')
        : `${bar(colors, weights.canary / 100, colors.yellow, width)} canary ${weights.canary} ` +
            `%${width === BAR.wide ? `, production ${weights.production} %` : ''}`,
    ),
    ...view.versions.map((version) => row(version.label, versionText(version, colors))),
    ...alarmParts(colors, view, columns),
  ];
}

function row(label: string, rest: string): string {
  return `${' '.repeat(MARGIN)}${label.padEnd(LABEL_WIDTH)} ${rest}`.trimEnd();
}

function stepLine(colors: Colors, { label, phase, seconds, share }: StepView, width: number): string {
  const text = {
    done: colors.green('done'),
    ahead: colors.dim(clockTime(seconds)),
    now: `${clockTime(share * seconds)} of ${clockTime(seconds)}`,
  }[phase];
  return row(label, `${bar(colors, share, phase === 'done' ? colors.green : colors.cyan, width)} ${text}`);
}

function versionText({ errors, requests }: VersionView, colors: Colors): string {
  const failed = `${count(errors)} failed`;
  return `${count(requests).padStart(9)} requests, ${errors > 0 ? colors.red(failed) : failed}`;
}

/** One paragraph for the alarms of each alias and one for yours; those that are on say why. */
function alarmParts(colors: Colors, { alarms, missingAlarms }: View, columns: number): string[] {
  const names = alarms.map(({ name }) => name);
  const reasons = alarms.flatMap(({ name, reason, state }) =>
    state === 'ALARM'
      ? hanging(`${shortNames(name, names)}: `, headline(shortenAlarms(reason), LONGEST_REASON), columns, colors.red)
      : [],
  );
  const missing = missingAlarms.length === 0 ? [] : hanging('missing: ', missingAlarms.join(', '), columns, colors.red);
  return [...alarmLines(colors, alarms, [Alias.canary, Alias.production, 'other'], columns), ...reasons, ...missing];
}
