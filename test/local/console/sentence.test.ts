import { expect, test } from 'vitest';
import type {
  AlarmView,
  CloudView,
  ExecutionView,
  RecordView,
  ServiceParts,
} from '../../../local/console/model/protocol.ts';
import { sentence } from '../../../local/console/model/sentence.ts';

const CLOUD: CloudView = { endpoint: '', region: '', services: [], releases: [] };
const VERSIONS = [
  { version: '1', release: '1.0.0' },
  { version: '2', release: '2.0.0' },
];
const RECORD: RecordView = {
  execution: 'e',
  phase: 'advancing',
  version: '2',
  confirmedWeight: 30,
  intendedWeight: 30,
};
const PAUSE = { at: 30, why: 'asked', since: 'x', told: false } as const;
const execution = (fields: Partial<ExecutionView>): ExecutionView => ({
  arn: 'e',
  name: 'e',
  status: 'RUNNING',
  kind: 'release',
  version: '2',
  startedAt: 0,
  state: 'Bake at 30%',
  events: 1,
  ...fields,
});
const alarm = (state: AlarmView['state']): AlarmView => ({
  name: 'a',
  label: 'canary-lambda-errors',
  state,
  reason: '',
  since: 0,
  threshold: 5,
  comparison: '',
  period: 60,
  points: [],
});

function say(
  release: Partial<ServiceParts['release']>,
  executions: readonly ExecutionView[],
  alarms: readonly AlarmView[] = [],
) {
  return sentence(CLOUD, {
    release: {
      versions: VERSIONS,
      aliases: { production: '1', canary: '1' },
      weight: 0,
      planned: [30, 100],
      waysBack: [],
      ...release,
    },
    executions,
    alarms,
    weights: [],
  });
}

test('before anything is deployed it asks for patience', () => {
  expect(sentence(CLOUD, undefined).text).toBe('The stack is being deployed; this takes a few seconds.');
});

test('a published version waits', () => {
  expect(say({}, [])).toEqual({
    text: '1.0.0 is in production. 2.0.0 is published and waits: start its release.',
    because: '',
    tone: 'calm',
  });
});

test('a release under way: its weight, its state, the alarms', () => {
  expect(say({ record: RECORD, weight: 30 }, [execution({})], [alarm('OK')])).toEqual({
    text: '2.0.0 gets 30 % of the requests: Bake at 30%.',
    because: 'No alarm of 1 is on.',
    tone: 'busy',
  });
  expect(say({ record: RECORD, weight: 30 }, [execution({})], [alarm('ALARM')]).because).toBe(
    'On: canary-lambda-errors.',
  );
  expect(say({ record: { ...RECORD, holdAt: 30, pause: PAUSE }, weight: 30 }, [execution({})]).text).toBe(
    '2.0.0 is held at 30 %: say go on, or roll back.',
  );
  expect(
    say(
      { record: { ...RECORD, pause: { ...PAUSE, found: '4 requests seen (19 needed)' } }, weight: 30 },
      [execution({})],
      [alarm('OK')],
    ).because,
  ).toBe('4 requests seen (19 needed). No alarm of 1 is on.');
  expect(
    say({ record: { ...RECORD, phase: 'promoting' }, weight: 100 }, [execution({ state: 'Watch production' })]).text,
  ).toBe('2.0.0 becomes production: Watch production.');
});

test('a rollback under way: what production has again, and why', () => {
  const record = { ...RECORD, phase: 'rolling back', reason: 'an alarm is on\nand more' };
  expect(say({ record, weight: 0 }, [execution({})])).toEqual({
    text: '2.0.0 is being rolled back; 1.0.0 has 100 % of the requests.',
    because: 'an alarm is on',
    tone: 'bad',
  });
});

test.each([
  [
    { status: 'SUCCEEDED', state: 'Promoted' },
    '2',
    '2.0.0 was promoted: it is in production and has every request.',
    'good',
  ],
  [
    { status: 'FAILED', state: 'Rolled back', error: 'CanaryRolledBack', cause: 'an alarm' },
    '1',
    '2.0.0 was rolled back: 1.0.0 has every request.',
    'bad',
  ],
  [
    { status: 'FAILED', state: 'Refused', error: 'CanaryAlarmActive' },
    '1',
    '2.0.0 was not released (CanaryAlarmActive): 1.0.0 has every request.',
    'bad',
  ],
  [{ status: 'ABORTED' }, '1', '2.0.0 was aborted: 1.0.0 has every request.', 'bad'],
] as const)('how the last release ended: %o', (fields, production, text, tone) => {
  expect(
    say({ aliases: { production } }, [execution({ kind: 'rollback', version: '' }), execution(fields)]),
  ).toMatchObject({ text, tone });
});
