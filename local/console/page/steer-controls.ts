import type { Control } from '../model/commands.ts';
import type { CloudView, ExecutionView, ServiceIdentity, ServiceParts } from '../model/protocol.ts';
import { labelOf } from '../model/labels.ts';
import { offeredReleases, offeredVersions, TO_CHOOSE } from '../model/offers.ts';

/** What the controls act on. */
export interface Steered {
  readonly cloud: CloudView;
  readonly service: ServiceIdentity;
  readonly parts: ServiceParts;
  /** The release or revert that runs. */
  readonly running: ExecutionView | undefined;
  readonly speed: number;
}

export type ControlKind = Control['kind'];
export type Fields = Readonly<Record<string, string>>;

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options?: readonly { readonly value: string; readonly text: string }[];
  readonly type?: 'text' | 'number';
  /** It may be left empty. */
  readonly optional?: true;
  readonly min?: number;
  readonly max?: number;
  readonly step?: string;
}

interface Described {
  /** On the button that opens it. */
  readonly title: string;
  /** The same where it can say from what to what. */
  readonly titleNow?: (steered: Steered) => string;
  /** What steers, what takes users off a version, or a tool that a real account does not have on its page. */
  readonly group: 'steer' | 'danger' | 'tool';
  readonly explain: string;
  /** On the button that does it. */
  readonly action: string;
  /** What is said when it went through. */
  readonly done: string;
  readonly possible: (steered: Steered) => boolean;
  readonly fields: (steered: Steered) => readonly Field[];
  /** undefined when there is nothing to do it to. */
  readonly control: (steered: Steered, fields: Fields) => Control | undefined;
}

const reasonField = (value: string): Field => ({ name: 'reason', label: 'because', value });
const bakes = ({ release: { record } }: ServiceParts) => record?.phase === 'advancing' && record.confirmedWeight > 0;
const productionOf = ({ parts: { release } }: Steered) => labelOf(release.aliases['production'] ?? '', release);
const atRest = ({ parts, running }: Steered) => parts.release.record === undefined && running === undefined;

export const CONTROLS: Readonly<Record<ControlKind, Described>> = {
  publish: {
    title: 'Publish',
    group: 'tool',
    explain:
      'Deploys another release of the sample service: a new version, and not a request moves. 2.0.0 is good; ' +
      'what 2.1.0 does wrong stands in its name.',
    action: 'Publish',
    done: 'Published.',
    possible: ({ cloud }) => cloud.releases.length > 0 && cloud.busy === undefined,
    fields: ({ cloud, parts }) => {
      const offered = offeredReleases(cloud.releases, parts);
      return [
        {
          name: 'release',
          label: 'release',
          value: offered[0]?.value ?? '',
          options: offered,
        },
      ];
    },
    control: (_, { release = '' }) => ({ kind: 'publish', release }),
  },
  start: {
    title: 'Start a release',
    group: 'steer',
    explain:
      'Starts an execution: the version goes through every step while alarms watch, and becomes production ' +
      'if it stays healthy.',
    action: 'Start',
    done: 'Started.',
    possible: atRest,
    fields: ({ parts }) => [
      { name: 'version', label: 'version', ...offeredVersions(parts) },
      {
        name: 'holdAt',
        label: 'hold at',
        value: '',
        options: [
          { value: '', text: 'no weight' },
          ...parts.release.planned.map((weight) => ({ value: String(weight), text: `${weight} %` })),
        ],
      },
    ],
    control: ({ service }, { version = '', holdAt = '' }) =>
      version === TO_CHOOSE
        ? undefined
        : {
            kind: 'start',
            machineArn: service.machineArn,
            ...(version === '' ? {} : { version }),
            ...(holdAt === '' ? {} : { holdAt: Number(holdAt) }),
          },
  },
  goOn: {
    title: 'Go on',
    group: 'steer',
    explain:
      'Lets the release go on to its next weight, at its next healthy check: from a pause, or from a bake that was ' +
      'seen enough. To the end: it waits at no later weight either, but each is settled and checked healthy.',
    action: 'Go on',
    done: 'Told to go on.',
    possible: ({ parts }) => bakes(parts) && parts.release.record?.toldPause === undefined,
    fields: () => [
      {
        name: 'promote',
        label: 'to',
        value: '',
        options: [
          { value: '', text: 'the next weight' },
          { value: 'promote', text: 'the end' },
        ],
      },
      { name: 'by', label: 'says', value: '', optional: true },
      { ...reasonField(''), optional: true },
    ],
    control: ({ parts, service }, { promote = '', by = '', reason = '' }) => {
      const { record } = parts.release;
      const own = {
        ...(by.trim() !== '' && { by: by.trim() }),
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      };
      const saysMore = record?.pause === undefined || Object.keys(own).length > 0;
      return {
        kind: 'goOn',
        machineArn: service.answerMachineArn ?? service.machineArn,
        ...(record !== undefined && saysMore && { at: record.confirmedWeight }),
        ...(promote === 'promote' && { promote: true }),
        ...own,
      };
    },
  },
  pause: {
    title: 'Pause',
    group: 'steer',
    explain: 'Keeps the release where it is from its next check on, alarms watching, until somebody says go on.',
    action: 'Pause',
    done: 'Told to pause.',
    possible: ({ parts }) =>
      bakes(parts) && parts.release.record?.pause === undefined && parts.release.record?.toldPause === undefined,
    fields: () => [],
    control: ({ service }) => ({ kind: 'pause', machineArn: service.machineArn }),
  },
  abort: {
    title: 'Abort',
    titleNow: (steered) => (steered.running?.kind === 'release' ? `Abort: back to ${productionOf(steered)}` : 'Abort'),
    group: 'danger',
    explain: 'Stops the execution. That is all it takes: a rule sees it, and production gets every request back.',
    action: 'Abort the execution',
    done: 'Aborted.',
    possible: ({ running }) => running !== undefined,
    fields: () => [{ ...reasonField('aborted on the console'), name: 'cause' }],
    control: ({ running }, { cause = '' }) =>
      running === undefined
        ? undefined
        : { kind: 'abort', executionArn: running.arn, ...(cause === '' ? {} : { cause }) },
  },
  rollBack: {
    title: 'Roll back by SNS',
    group: 'danger',
    explain: 'Publishes to the rollback topic, as an alarm or another monitor would.',
    action: 'Publish to the topic',
    done: 'Published to the rollback topic.',
    possible: () => true,
    fields: () => [reasonField('checkout is slow')],
    control: ({ service }, fields) => ({
      kind: 'rollBack',
      topicArn: service.rollbackTopicArn,
      reason: fields['reason'] ?? '',
    }),
  },
  revert: {
    title: 'Revert',
    titleNow: (steered) => {
      const [to] = steered.parts.release.waysBack;
      if (!atRest(steered) || to === undefined) return 'Revert';
      return `Revert ${productionOf(steered)} → ${labelOf(to, steered.parts.release)}`;
    },
    group: 'danger',
    explain:
      'Puts production back, at once, on the version before the last promotion, or on any that was promoted once; no ' +
      'alarm stands in its way.',
    action: 'Revert',
    done: 'The revert has begun.',
    possible: (steered) => atRest(steered) && steered.parts.release.waysBack.length > 0,
    fields: ({ parts: { release } }) => [
      {
        name: 'to',
        label: `from ${labelOf(release.aliases['production'] ?? '', release)} to`,
        value: release.waysBack[0] ?? '',
        options: release.waysBack.map((version) => ({
          value: version,
          text:
            `${labelOf(version, release)} (version ${version})` +
            (version === release.aliases['previous'] ? ', the version before' : ''),
        })),
      },
    ],
    control: ({ service, parts: { release } }, { to = '' }) => ({
      kind: 'revert',
      machineArn: service.machineArn,
      ...(to === '' || to === release.aliases['previous'] ? {} : { to }),
    }),
  },
  setAlarm: {
    title: 'Set an alarm',
    group: 'tool',
    explain: 'Sets an alarm by hand, until it is next evaluated: a drill.',
    action: 'Set it',
    done: 'The alarm is set.',
    possible: ({ parts }) => parts.alarms.length > 0,
    fields: ({ parts }) => [
      {
        name: 'alarm',
        label: 'alarm',
        value: parts.alarms[0]?.name ?? '',
        options: parts.alarms.map(({ name, label }) => ({ value: name, text: label })),
      },
      { name: 'state', label: 'to', value: 'ALARM', options: ['ALARM', 'OK'].map((value) => ({ value, text: value })) },
      reasonField('a drill'),
    ],
    control: (_, { alarm = '', state, ...fields }) => ({
      kind: 'setAlarm',
      alarm,
      state: state === 'OK' ? 'OK' : 'ALARM',
      reason: fields['reason'] ?? '',
    }),
  },
  speed: {
    title: 'Speed',
    group: 'tool',
    explain: 'Simulated seconds in a second of your clock, 0.1 to 600. Traffic keeps its pace.',
    action: 'Set the speed',
    done: 'The clock has its new speed.',
    possible: () => true,
    fields: ({ speed }) => [
      { name: 'speed', label: 'times', value: String(speed), type: 'number', min: 0.1, max: 600, step: 'any' },
    ],
    control: (_, { speed = '60' }) => ({ kind: 'speed', speed: Number(speed) }),
  },
};
