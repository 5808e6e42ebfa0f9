import { expect, test } from 'vitest';
import type {
  AlarmView,
  CloudView,
  ExecutionView,
  RecordView,
  ServiceParts,
} from '../../../local/console/model/protocol.ts';
import { sentence } from '../../../local/console/model/sentence.ts';
import { execution } from './views.ts';

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

test('an alarm that rings is in the headline, in red, whatever else is true', () => {
  expect(say({ record: RECORD, weight: 30 }, [execution({})], [alarm('ALARM')])).toEqual({
    text: '2.0.0 gets 30 % of the requests: Bake at 30%. An alarm rings: canary-lambda-errors.',
    because: '',
    tone: 'bad',
  });
  const promoted = execution({ status: 'SUCCEEDED', state: 'Promoted' });
  const after = say({ aliases: { production: '2' } }, [promoted], [alarm('ALARM'), { ...alarm('ALARM'), label: 'b' }]);
  expect([after.text, after.tone]).toEqual([
    '2.0.0 was promoted: it is in production and has every request. 2 alarms ring: canary-lambda-errors, b.',
    'bad',
  ]);
});

test('a rollback that has not moved the weight yet says who is still hit', () => {
  const record = { ...RECORD, phase: 'rolling back' };
  expect(say({ record, weight: 30 }, [execution({})]).text).toBe(
    '2.0.0 is being rolled back; it still gets 30 % of the requests.',
  );
});

test('what is taken back is never about to meet its first users, though its record still advances', () => {
  expect(say({ record: RECORD, weight: 0 }, [execution({ state: 'Roll back' })])).toMatchObject({
    text: '2.0.0 is being rolled back; 1.0.0 has 100 % of the requests.',
    tone: 'bad',
  });
  expect(say({ record: RECORD, weight: 0 }, [execution({})])).toMatchObject({
    text: '2.0.0 gets no request any more: Bake at 30%.',
    tone: 'bad',
  });
});

test('a cause is a sentence: not what CloudWatch wrote, and not cut off', () => {
  const name = 'canary-lambda-errors-shop';
  const cause =
    `version 2 was rolled back: alarm ${name} is on since 2026-11-24T18:43:30.310Z: Threshold Crossed: 1 out of the ` +
    'last 1 datapoints [25.0 (24/11/26 18:33:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK ' +
    '-> ALARM transition).';
  const failed = execution({ status: 'FAILED', state: 'Rolled back', error: 'CanaryRolledBack', cause });
  expect(say({}, [failed], [{ ...alarm('OK'), name }]).because).toBe(
    'version 2 was rolled back: alarm canary-lambda-errors is on since 18:43:30Z: ' +
      '25 was greater than the threshold 5',
  );
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
