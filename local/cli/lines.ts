import { type Answered, type Colors, hanging, type Known, MARGIN } from '../../cli/story/story-lines.ts';
import { clockTime, count, milliseconds, releaseName, wrap } from '../../cli/story/text.ts';
import { counted } from '../../statemachine/contract/counted.ts';
import type { Beginning, Summary } from './display.ts';
import type { Standing } from './standing.ts';

export function beginningLines(colors: Colors, { scenario, speed, rps }: Beginning, columns: number): string[] {
  const rate =
    `One second here is ${speed === 60 ? 'a minute' : counted(speed, 'second')} there; ` +
    `${counted(rps, 'request')} a second come in. Times are since the execution started.`;
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

/** What lines of the story are told with. */
export function knownOf({ alarms, startedAt }: Standing): Known {
  return { startedAt, alarms: [...alarms.keys()] };
}

/** What each version has answered so far. */
export function answered({ releases, traffic }: Standing): readonly Answered[] {
  return traffic.versions.map(({ version, requests, failures }) => ({
    label: nameOf(version, releases),
    requests,
    errors: failures,
  }));
}

const INDENT = ' '.repeat(MARGIN);

type VersionTally = Standing['traffic']['versions'][number];

/** Room for what a row of figures or a bar is about. */
export const LABEL_WIDTH = 26;
/** Room that the figures of a version take after its name: those that are always shown, and its latencies. */
const TALLY_WIDTH = 36;
const LATENCY_WIDTH = 46;

export function versionLine(
  colors: Colors,
  { version, requests, failures, p50, p99 }: VersionTally,
  releases: Standing['releases'],
  columns: number,
): string {
  const name = `${nameOf(version, releases)} (version ${version})`.padEnd(LABEL_WIDTH);
  const failed = `${count(failures).padStart(9)} failed`;
  const latency =
    columns < MARGIN + LABEL_WIDTH + TALLY_WIDTH + LATENCY_WIDTH
      ? ''
      : colors.dim(`   half within ${milliseconds(p50)}, 99 % within ${milliseconds(p99)}`);
  return (
    `${INDENT}${name}  ${count(requests).padStart(9)} ` +
    `requests${failures > 0 ? colors.red(failed) : failed}${latency}`
  );
}

function nameOf(version: string, releases: Standing['releases']): string {
  return version === '' ? 'nobody' : releaseName(version, releases.get(version));
}

export function summaryLines(colors: Colors, summary: Summary, columns: number): string[] {
  const { scenario, ok, findings, cause, standing, simulatedSeconds, wallSeconds } = summary;
  const { skipped } = standing.traffic;
  const verdict = `Scenario ${scenario.name} ${ok ? 'went' : 'did not go'} as it should`;
  return [
    '',
    ...standing.traffic.versions.map((tally) => versionLine(colors, tally, standing.releases, columns)),
    ...(skipped > 0
      ? hanging('', `${counted(skipped, 'request')} were not sent: this machine is too slow for so many`, columns).map(
          colors.yellow,
        )
      : []),
    '',
    ...(cause === undefined || cause === '' ? [] : [...hanging('because: ', cause, columns), '']),
    ...findings.flatMap((finding) =>
      hanging(finding.ok ? 'ok  ' : 'no  ', finding.text, columns, finding.ok ? colors.green : colors.red),
    ),
    '',
    `${INDENT}${(ok ? colors.green : colors.red)(verdict)}: ${clockTime(simulatedSeconds)} there, ` +
      `${Math.round(wallSeconds)} s here.`,
    '',
  ];
}
