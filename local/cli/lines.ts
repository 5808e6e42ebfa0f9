import type pc from 'picocolors';
import type { Beginning, Summary } from './display.ts';
import type { Standing } from './happenings.ts';
import { shortNames } from './short-names.ts';
import type { Line, Tone } from './story.ts';
import { clockTime, count, counted, milliseconds, sinceStart, wrap } from './text.ts';

/** Colours, or none where nobody sees them. */
export type Colors = ReturnType<typeof pc.createColors>;

/** What a log viewer or a CI page shows without wrapping. */
export const PLAIN_COLUMNS = 120;

/** Times stand before it, everything else begins here. */
export const MARGIN = 8;
const INDENT = ' '.repeat(MARGIN);
/** A text is not made narrower than this, however narrow the terminal is. */
const LEAST_TEXT = 20;

/** Room for the name of a state. On a narrow terminal longer names get a line of their own. */
function nameWidth(columns: number): number {
  return columns >= 100 ? 35 : 26;
}

/** Time, name and text side by side; the text wraps under itself. */
export function storyLines(colors: Colors, { at, what, text, tone }: Line, standing: Pick<Standing, 'startedAt' | 'alarms'>, columns: number): string[] {
  const { startedAt } = standing;
  const width = nameWidth(columns);
  const time = colors.dim((startedAt === undefined ? '' : sinceStart(at, startedAt)).padEnd(MARGIN));
  const name = paint(colors, tone)(what.padEnd(width));
  const paragraph = wrap(shortNames(text, [...standing.alarms.keys()]), Math.max(LEAST_TEXT, columns - MARGIN - width - 2)).map((each) => (tone === 'quiet' ? colors.dim(each) : each));
  const under = paragraph.map((each) => `${''.padEnd(MARGIN + width)}  ${each}`);
  return what.length > width ? [`${time}${name}`, ...under] : [`${time}${name}  ${paragraph[0] ?? ''}`.trimEnd(), ...under.slice(1)];
}

function paint(colors: Colors, tone: Tone): (text: string) => string {
  return { plain: (text: string) => text, good: colors.green, bad: colors.red, quiet: colors.dim }[tone];
}

export function beginningLines(colors: Colors, { scenario, speed, rps }: Beginning, columns: number): string[] {
  const rate = `One second here is ${speed === 60 ? 'a minute' : counted(speed, 'second')} there; ${counted(rps, 'request')} a second come in. Times are since the execution started.`;
  const [title = '', ...more] = wrap(`Scenario ${scenario.name}: ${scenario.story}`, columns);
  const name = `Scenario ${scenario.name}`;
  return [
    '',
    title.startsWith(name) ? colors.bold(name) + title.slice(name.length) : title,
    ...more,
    ...wrap(rate, columns).map(colors.dim),
    ...wrap('First the stack is synthesized and deployed twice, which takes a few seconds.', columns).map(colors.dim),
    '',
  ];
}

/** What each version has answered so far, on one line. */
export function trafficText({ traffic, releases }: Standing): string {
  return traffic.versions.map(({ version, requests, failures }) => `${nameOf(version, releases)} ${count(requests)} (${count(failures)} failed)`).join(', ');
}

type VersionTally = Standing['traffic']['versions'][number];

/** Room for what a row of figures or a bar is about. */
export const LABEL_WIDTH = 26;
/** Room that the figures of a version take after its name: those that are always shown, and its latencies. */
const TALLY_WIDTH = 36;
const LATENCY_WIDTH = 46;

export function versionLine(colors: Colors, { version, requests, failures, p50, p99 }: VersionTally, releases: Standing['releases'], columns: number): string {
  const name = `${nameOf(version, releases)} (version ${version})`.padEnd(LABEL_WIDTH);
  const failed = `${count(failures).padStart(9)} failed`;
  const latency = columns < MARGIN + LABEL_WIDTH + TALLY_WIDTH + LATENCY_WIDTH ? '' : colors.dim(`   half within ${milliseconds(p50)}, 99 % within ${milliseconds(p99)}`);
  return `${INDENT}${name}  ${count(requests).padStart(9)} requests${failures > 0 ? colors.red(failed) : failed}${latency}`;
}

function nameOf(version: string, releases: Standing['releases']): string {
  return version === '' ? 'nobody' : (releases.get(version) ?? `version ${version}`);
}

export function summaryLines(colors: Colors, summary: Summary, columns: number): string[] {
  const { scenario, ok, findings, cause, standing, simulatedSeconds, wallSeconds } = summary;
  const { skipped } = standing.traffic;
  const verdict = `Scenario ${scenario.name} ${ok ? 'went' : 'did not go'} as it should`;
  return [
    '',
    ...standing.traffic.versions.map((tally) => versionLine(colors, tally, standing.releases, columns)),
    ...(skipped > 0 ? hanging('', `${counted(skipped, 'request')} were not sent: this machine is too slow for so many`, columns).map(colors.yellow) : []),
    '',
    ...(cause === undefined || cause === '' ? [] : [...hanging('because: ', cause, columns), '']),
    ...findings.flatMap((finding) => hanging(finding.ok ? 'ok  ' : 'no  ', finding.text, columns, finding.ok ? colors.green : colors.red)),
    '',
    `${INDENT}${(ok ? colors.green : colors.red)(verdict)}: ${clockTime(simulatedSeconds)} there, ${Math.round(wallSeconds)} s here.`,
    '',
  ];
}

/** A paragraph whose first line begins with `label`, and whose others are indented as far. */
export function hanging(label: string, text: string, columns: number, color: (text: string) => string = String): string[] {
  return wrap(text, Math.max(LEAST_TEXT, columns - MARGIN - label.length)).map((line, i) => `${INDENT}${i === 0 ? color(label) : ' '.repeat(label.length)}${line}`);
}
