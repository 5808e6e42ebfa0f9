import { count } from '../story/text.ts';
import { answerSource } from '../../statemachine/contract/answer-metrics.ts';
import type { Certificate, CertifiedRelease } from './certificate.ts';
import { atOnceLine } from './functions-at-once.ts';
import { LOGGED } from './statistics.ts';

const REPORTED = {
  id: 'target groups report, under their id',
  ARN: 'target groups report under their ARN: who looks for the id sees nothing',
  'another value': 'target groups report under a value that is neither their id nor their ARN: nobody looks there',
  nothing: 'target groups report nothing',
  unknown: 'nothing was counted of the requests at all: whether target groups report is not known',
} as const;

/** What a certificate says, for people. */
export function reportLines(certificate: Certificate): readonly string[] {
  const { account, region, stack, certifiedAt, resolutionSeconds, requests, targetGroups, release } = certificate;
  return [
    `Account ${account}, Region ${region}, by the sample in ${stack}, ${certifiedAt}; to within ${resolutionSeconds} s`,
    `  requests       ${shares(requests)}`,
    `  functions      at once: ${atOnceLine(certificate.functionsAtOnce)}`,
    `  target groups  ${REPORTED[targetGroups.reportedBy]}`,
    ...accessLogLines(certificate),
    ...certificate.metrics.map((metric) => `  metric         ${metricLine(metric)}`),
    ...(release === undefined
      ? ['  release        none: give --release with a failing version']
      : releaseLines(release)),
    `  API calls      ${callsLine(certificate)}`,
    ...(certificate.proposals.length === 0 ? ['  settings       as they should be, by what was measured'] : []),
    ...certificate.proposals.map(
      ({ setting, value, because }) => `  set            ${setting} to ${value}: ${because}`,
    ),
  ];
}

/** What checks read instead of target groups, where they do. */
function accessLogLines({ answersFrom, metrics }: Certificate): readonly string[] {
  const late = metrics.find(({ statistic }) => statistic === LOGGED)?.lateSeconds;
  if (answersFrom !== 'access-logs') return [];
  const { lateSeconds: waited } = answerSource(answersFrom);
  const beside = 'checks read it, not the target groups';
  if (late === undefined)
    return [`  access log     nothing is counted in it, and ${beside}: releases will be held (BlindToAnswers)`];
  return [
    `  access log     counts answers; ${beside}` +
      (late <= waited ? '' : `. It is up to ${whole(late)} s late, and they wait ${waited} s: report it`),
  ];
}

function metricLine({
  statistic,
  minutes,
  missing,
  lateSeconds,
  changed,
  settledSeconds,
}: Certificate['metrics'][number]) {
  if (lateSeconds === undefined) return `${statistic}: none in ${minutes} minutes`;
  return [
    `${statistic}: there ${whole(lateSeconds)} s after its minute at the latest`,
    ...(missing === 0 ? [] : [`missing in ${missing} of ${minutes} minutes`]),
    ...(changed === 0 ? [] : [`changed in ${changed} minutes, until ${whole(settledSeconds ?? 0)} s after`]),
  ].join(', ');
}

const MOMENTS: readonly (readonly [keyof CertifiedRelease['timeline'], string])[] = [
  ['shifted', 'listener written, the canary has weight'],
  ['firstOfCanary', 'first answer of the canary'],
  ['firstBad', 'first bad answer'],
  ['alarm', 'alarm'],
  ['revoked', 'claim revoked'],
  ['listenerWritten', 'listener written, production has everything'],
  ['lastBad', 'last bad answer'],
];

function releaseLines({
  release,
  version,
  outcome,
  timeline,
  weightFollowedSeconds,
  weightFollowedBy,
  alias,
  badAnswers,
  counted,
}: CertifiedRelease) {
  const moments = MOMENTS.flatMap(([name, label]) => {
    const at = timeline[name];
    return at === undefined ? [] : [{ at, label }];
  }).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const start = Date.parse(moments[0]?.at ?? '');
  const { there, back } = weightFollowedSeconds;
  return [
    `  release        version ${version} (${release}): ${outcome}`,
    ...moments.map(
      ({ at, label }) =>
        `    ${at.slice(11, 19)}  +${String(Math.round((Date.parse(at) - start) / 1000)).padStart(4)} s  ${label}`,
    ),
    ...(timeline.alarm === undefined ? ['    no alarm went on before it was over'] : []),
    `  weights        followed after ${followed(there)}, back after ${followed(back)}`,
    ...(weightFollowedBy ? [`  connections    ${connectionsLine(weightFollowedBy)}`] : []),
    `  alias          ${aliasLine(alias)}`,
    `  bad answers    ${shares(badAnswers)}; of the canary were counted ${count(counted.exceptions)} exceptions and ` +
      `${count(counted.serverErrors)} answers with 5XX`,
  ];
}

function connectionsLine({ by, canary, requests }: NonNullable<CertifiedRelease['weightFollowedBy']>): string {
  const seen = `${count(canary)} of ${count(requests)} requests on connections from before the weight met the canary`;
  return {
    request: `weights are followed by request: ${seen}`,
    connection:
      `weights are followed by connection, or by parts of VPC Lattice minutes later: ${seen}. Users who keep ` +
      'connections meet a canary late, and may stay with it after a rollback for as long as they keep them',
    unknown: `not known whether weights are followed by request or by connection: ${seen}`,
  }[by];
}

function aliasLine({ stale, seconds }: CertifiedRelease['alias']): string {
  if (seconds === undefined) return 'nobody asked';
  return stale === 0
    ? 'answers with the new version at once'
    : `the version before answered ${stale} times, for up to ${whole(seconds)} s`;
}

function callsLine({ calls: { sent, throttled } }: Certificate): string {
  const each = Object.entries(throttled).map(([operation, times]) => `${operation} ${times} times`);
  return `${count(sent)}, ${each.length === 0 ? 'none throttled' : `throttled: ${each.join(', ')}`}`;
}

function shares(counts: Readonly<Record<string, number>>): string {
  const each = Object.entries(counts).map(
    ([status, times]) => `${count(times)} with ${status === 'closed' ? 'a closed connection' : `status ${status}`}`,
  );
  return each.length === 0 ? 'none' : each.join(', ');
}

const whole = (seconds: number) => count(Math.ceil(seconds));
const followed = (seconds: number | undefined) => (seconds === undefined ? 'an unknown time' : `${whole(seconds)} s`);
