import type { AlarmThresholds } from './options.ts';
import { alarmText } from './alarm-text.ts';

export type Subject = 'canary' | 'production';
export type AlarmKind = 'lambda-errors' | 'lambda-duration' | 'lambda-throttles' | 'lattice-5xx' | 'lattice-error-rate';

const WHAT_HAPPENED: Readonly<Record<AlarmKind, (subject: Subject, limits: AlarmThresholds) => string>> = {
  'lambda-errors': (subject, { errors, errorsPercent }) =>
    `The ${subject} alias threw or timed out more than ${errors} ` +
    `times${shareText(errorsPercent, 'invocations')} within 10 minutes.`,
  'lambda-duration': (subject, { durationSeconds }) =>
    `The ${subject} alias took more than ${durationSeconds} s on average over 5 minutes.`,
  'lambda-throttles': (subject, { throttles }) =>
    `Lambda throttled the ${subject} alias more than ${throttles} times within 5 minutes.`,
  'lattice-5xx': (subject, { serverErrors, errorsPercent }) =>
    `The ${subject} target group gave more than ${serverErrors} answers with status ` +
    `5XX${shareText(errorsPercent, 'answers')} within 10 minutes.`,
  'lattice-error-rate': (subject, { errorRatePercent, errorRateMinRequests }) =>
    `More than ${errorRatePercent} % of the ${subject} target group's answers had status 5XX in a minute of ` +
    `${errorRateMinRequests} requests or more.`,
};

function shareText(percent: number, ofWhat: string): string {
  return percent === 0 ? '' : `, and in more than ${percent} % of its ${ofWhat},`;
}

const CONSEQUENCE: Readonly<Record<Subject, string>> = {
  canary: 'The running rollout is rolled back, and none begins while the alarm is on.',
  production: 'It starts no rollback by itself; a rollout that has just promoted looks at it before it ends.',
};

/** In the function's log group, which holds the lines of all versions. */
const logsOf = (subject: Subject): string => `the function's logs of the version that the ${subject} alias points at`;
const readErrors = (subject: Subject): string =>
  `Read ${logsOf(subject)}. Is the other alias's alarm on too? Then a dependency is broken, not the release.`;

const WHERE_TO_LOOK: Readonly<Record<AlarmKind, (subject: Subject) => string>> = {
  'lambda-errors': readErrors,
  'lattice-5xx': readErrors,
  'lattice-error-rate': readErrors,
  'lambda-duration': (subject) => `Compare the durations in ${logsOf(subject)} with those of the other alias.`,
  'lambda-throttles': () =>
    "Compare the function's ConcurrentExecutions with its limit and the account's: canary and production share both.",
};

const MEND_THE_RELEASE: Readonly<Record<Subject, string>> = {
  canary:
    'Users are back on production. Mend the release, deploy it as a new version, and start an execution once ' +
    'the alarm is off.',
  production:
    'Release the mended version, or the one that the previous alias points at: start an execution of the ' +
    'rollout state machine with {"version":"7"}, its number in place of 7.',
};
const MEND_THE_LIMIT = 'Raise the limit, or find what uses it up. Then start the release again.';

/** What to read and do when an alarm is on: the runbook entry that travels in its description. */
export function versionAlarmText(kind: AlarmKind, subject: Subject, thresholds: AlarmThresholds): string {
  return alarmText({
    description: `${WHAT_HAPPENED[kind](subject, thresholds)} ${CONSEQUENCE[subject]}`,
    investigation: WHERE_TO_LOOK[kind](subject),
    resolution: kind === 'lambda-throttles' ? MEND_THE_LIMIT : MEND_THE_RELEASE[subject],
    entry: `${subject}-${kind}`,
  });
}
