import { shortenAlarms } from '../../rollout/alarms.ts';
import { executionName } from '../../rollout/execution.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import type { LiveAlarm } from '../ports.ts';
import { shortNames } from '../story/short-names.ts';
import { hanging, MARGIN, type Colors } from '../story/story-lines.ts';
import { clockTime, count, headline, sinceStart } from '../story/text.ts';
import type { StepView, VersionView, View } from './view.ts';

const LABEL_WIDTH = 12;
/** A bar on a wide terminal, and on a narrow one. */
const BAR = { wide: 20, narrow: 10 } as const;
const WIDE = 70;
/** What a reason may take. */
const LONGEST_REASON = 160;
/** A space at which no line is broken: an alarm stays beside its state. */
const TOGETHER = '\u00A0';

/** What is redrawn in a terminal: the steps, the weight, both versions, the alarms. */
export function standingLines(colors: Colors, view: View, columns: number): string[] {
  const { now, secondsLeft, startedAt, state, steps, title, tone, weights } = view;
  const bar = columns >= WIDE ? BAR.wide : BAR.narrow;
  const time = colors.dim(sinceStart(now, startedAt).padEnd(MARGIN));
  const left = secondsLeft === undefined ? '' : `, ${clockTime(secondsLeft)} left`;
  const heading = tone === 'bad' ? colors.red(title) : colors.bold(title);
  return [
    '',
    `${time}${heading}${colors.dim(` (${executionName(view.execution).slice(0, 8)})`)}`,
    `${' '.repeat(MARGIN)}${state}${left}`,
    ...steps.map((step) => stepLine(colors, step, bar)),
    row(
      'weight',
      weights === undefined
        ? colors.red('the listener does not split over the two groups')
        : `${drawn(weights.canary / 100, bar, colors.yellow, colors)} canary ${weights.canary} ` +
            `%${bar === BAR.wide ? `, production ${weights.production} %` : ''}`,
    ),
    ...view.versions.map((version) => row(version.label, versionText(version, colors))),
    ...alarmLines(colors, view, columns),
  ];
}

function row(label: string, rest: string): string {
  return `${' '.repeat(MARGIN)}${label.padEnd(LABEL_WIDTH)} ${rest}`.trimEnd();
}

function stepLine(colors: Colors, { label, phase, seconds, share }: StepView, bar: number): string {
  const text = {
    done: colors.green('done'),
    ahead: colors.dim(clockTime(seconds)),
    now: `${clockTime(share * seconds)} of ${clockTime(seconds)}`,
  }[phase];
  return row(label, `${drawn(share, bar, phase === 'done' ? colors.green : colors.cyan, colors)} ${text}`);
}

function drawn(share: number, width: number, color: (text: string) => string, colors: Colors): string {
  const filled = Math.round(share * width);
  return color('█'.repeat(filled)) + colors.dim('░'.repeat(width - filled));
}

function versionText({ errors, requests }: VersionView, colors: Colors): string {
  const failed = `${count(errors)} failed`;
  return `${count(requests).padStart(9)} requests, ${errors > 0 ? colors.red(failed) : failed}`;
}

/** `version 1 1,334 requests (0 failed), version 2 …`: on one line. */
export function versionsText({ versions }: Pick<View, 'versions'>): string {
  return versions
    .map(({ errors, label, requests }) => `${label} ${count(requests)} (${count(errors)} failed)`)
    .join(', ');
}

const STATE_WORDS: Readonly<Record<LiveAlarm['state'], string>> = {
  INSUFFICIENT_DATA: 'no data',
  OK: 'OK',
  ALARM: 'ALARM',
};

const ownerOf = (name: string): string =>
  [Alias.canary, Alias.production].find((alias) => name.startsWith(`${alias}-`)) ?? 'other';

/** One paragraph for the alarms of each alias and one for yours; those that are on say why. */
function alarmLines(colors: Colors, { alarms, missingAlarms }: View, columns: number): string[] {
  const names = alarms.map(({ name }) => name);
  const paragraphs = [Alias.canary, Alias.production, 'other'].flatMap((owner) => {
    const words = alarms
      .filter(({ name }) => ownerOf(name) === owner)
      .map(({ name, state }) =>
        `${shortNames(name, names).replace(`${owner}-`, '')} ${STATE_WORDS[state]}`.replaceAll(' ', TOGETHER),
      );
    if (words.length === 0) return [];
    return hanging(`${owner} alarms: `.padEnd(19), words.join(', '), columns, colors.dim).map((line) =>
      line.replaceAll(TOGETHER, ' ').replaceAll(/\bALARM\b/g, colors.red('ALARM')),
    );
  });
  const reasons = alarms.flatMap(({ name, reason, state }) =>
    state === 'ALARM'
      ? hanging(`${shortNames(name, names)}: `, headline(shortenAlarms(reason), LONGEST_REASON), columns, colors.red)
      : [],
  );
  const missing = missingAlarms.length === 0 ? [] : hanging('missing: ', missingAlarms.join(', '), columns, colors.red);
  return [...paragraphs, ...reasons, ...missing];
}
