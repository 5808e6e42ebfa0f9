import { describe, expect, it } from 'vitest';
import type { Definition } from '../../../cli/story/definition.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { alarm, executionArn, FakeCloud, open } from '../support/fake-cloud.ts';
import { aliasesAt, AWS, expectWrong, findings, UPDATE_LISTENER } from '../support/findings.ts';
import { run } from '../support/run.ts';

it('finds nothing where everything is as it should be', async () => {
  expect(await run('doctor')).toMatchObject({ status: 0, out: 'Shop: everything is as it should be.\n', err: '' });
});

const released = (cloud: FakeCloud) => {
  cloud.record = { revision: 2, rollout: { ...open, intendedWeight: 30 } };
  cloud.weights = { production: 70, canary: 30 };
  cloud.runs(executionArn('e1'));
  cloud.aliases = [
    { name: 'canary', versions: ['2'] },
    { name: 'previous', versions: ['1'] },
    { name: 'production', versions: ['1'] },
  ];
};

it('finds nothing in the middle of a release', async () => {
  expect(await findings(released)).toEqual({ status: 0, found: [] });
});

it('prints each finding with the command that mends it below', async () => {
  const cloud = new FakeCloud();
  cloud.weights = { production: 70, canary: 30 };
  expect(await run('doctor', { cloud })).toMatchObject({
    status: 1,
    out:
      'wrong   weights: no release runs, yet they are production 70, canary 30. The watchdog puts it right ' +
      `within two minutes; by hand:\n          ${UPDATE_LISTENER}\n`,
  });
});

it('prints an empty array for programs where everything is as it should be', async () => {
  expect(await run('doctor --json')).toMatchObject({ status: 0, out: '[]\n' });
});

it.each(['watchdog-errors', 'rollback-undelivered'])(
  'finds something to mend, with status 1, while %s rings: nobody can count on a rollback',
  async (name) => {
    const rings = (cloud: FakeCloud) =>
      (cloud.live = cloud.live.map((each) =>
        each.name === `${name}-Shop` ? alarm(each.name, { state: 'ALARM', reason: 'it fails' }) : each,
      ));
    const text = `${name}-Shop is on: it fails RUNBOOK.md#${name}`;
    await expectWrong(
      'it rings',
      rings,
      'alarms',
      text,
      `${AWS} cloudwatch describe-alarms --alarm-names ${name}-Shop`,
    );
  },
);

it('finds nothing in a target group that reports nothing because nobody asks', async () => {
  expect(await findings((cloud) => (cloud.reports = { invocations: false, answers: false }))).toEqual({
    status: 0,
    found: [],
  });
});

/** The machine of a service whose answers nobody counts. */
const uncounted = definitionOf(DEFAULT_PLAN, { answersFrom: 'none' }) as unknown as Definition;

describe('doctor notes, with status 0,', () => {
  it.each<[what: string, change: (cloud: FakeCloud) => void, text: string]>([
    [
      'answers with 5XX that are not seen, as was asked for',
      (cloud) => ((cloud.definition = uncounted), (cloud.reports = { invocations: true, answers: false })),
      'those with status 5XX are not seen: answersFrom is none (RUNBOOK.md#blindtoanswers)',
    ],
    [
      'an alarm that is on',
      (cloud) =>
        (cloud.live = cloud.live.map((each) =>
          each.name === 'canary-errors' ? alarm(each.name, { state: 'ALARM', reason: 'it fails' }) : each,
        )),
      'canary-errors is on: it fails',
    ],
    [
      'a release that is held',
      (cloud) => (
        (cloud.record = { revision: 2, rollout: { ...open, holdAt: 10, heldSince: '2026-01-05T09:07:00.000Z' } }),
        (cloud.weights = { production: 90, canary: 10 }),
        cloud.runs(executionArn('e1')),
        (cloud.aliases = aliasesAt({ canary: ['2'], previous: ['1'], production: ['1'] }))
      ),
      'version 2 is held at 10 % since 2026-01-05T09:07:00.000Z',
    ],
    [
      'a deployment that is under way',
      (cloud) => (cloud.found = cloud.found.map((stack) => ({ ...stack, status: 'UPDATE_IN_PROGRESS' }))),
      'ShopStack is UPDATE_IN_PROGRESS: a deployment is under way',
    ],
    [
      'an alarm that never has data',
      (cloud) =>
        (cloud.live = cloud.live.map((each) =>
          each.name === 'canary-errors'
            ? alarm(each.name, { state: 'INSUFFICIENT_DATA', since: new Date('2026-01-04T09:00:00.000Z') })
            : each,
        )),
      'canary-errors has had no data since 2026-01-04T09:00:00.000Z: a release that it still has none for is held ' +
        'up until plan.extendSeconds are over, and then rolled back. Does a metric of that name and these dimensions ' +
        'exist?',
    ],
    [
      'an alarm that has had none since it was made',
      (cloud) =>
        (cloud.live = cloud.live.map((each) =>
          each.name === 'canary-errors'
            ? alarm(each.name, {
                state: 'INSUFFICIENT_DATA',
                since: new Date('2026-01-04T08:00:00.000Z'),
                configuredAt: new Date('2026-01-04T08:00:00.000Z'),
                windowSeconds: 60,
              })
            : each,
        )),
      'canary-errors has had no data since 2026-01-04T08:00:00.000Z: a release that it still has none for is held ' +
        'up until plan.extendSeconds are over, and then rolled back. Does a metric of that name and these dimensions ' +
        'exist? As it has never had any, only a version that is named is released (RUNBOOK.md#alarmwithoutdata).',
    ],
    [
      'a newest version that is not what was deployed',
      (cloud) => (cloud.unpublished = ['Environment.STAGE', 'Timeout']),
      'the function is configured otherwise than version 2, the newest: Environment.STAGE, Timeout; publish a ' +
        'version that has it, or name this one to release it without: {"version":"2"}. A start that names no version ' +
        'is refused until then (RUNBOOK.md#configurationnotpublished):',
    ],
  ])('%s', async (_what, change, text) => {
    expect(await findings(change)).toEqual({ status: 0, found: [expect.objectContaining({ level: 'note', text })] });
  });
});

it('tells a function that another one replaced from an alias that was moved by hand', async () => {
  const { found, status } = await findings((cloud) => {
    cloud.record = { revision: 9, lastPromoted: '7' };
    cloud.aliases = aliasesAt({ canary: ['1'], previous: ['1'], production: ['1'] });
  });
  expect(status).toBe(1);
  expect(found).toMatchObject([
    {
      level: 'wrong',
      about: 'aliases',
      text: expect.stringContaining('a deploy put another one in its place') as string,
    },
  ]);
});

it('says what it could not look at, with status 3, and goes on looking', async () => {
  const { found, status } = await findings((cloud) =>
    cloud.fail.set(
      'topic',
      Object.assign(new Error('no sns:GetTopicAttributes.'), { name: 'AuthorizationErrorException' }),
    ),
  );
  expect(found).toEqual([
    {
      level: 'unseen',
      about: 'topic',
      text: expect.stringContaining('not permitted: no sns:GetTopicAttributes.') as string,
      mend: [],
    },
  ]);
  expect(status).toBe(3);
});

it('says of a record that cannot be read where its entry is', async () => {
  const { found } = await findings((cloud) =>
    cloud.fail.set('record', Object.assign(new Error('item "rollout" cannot be read'), { name: 'UnreadableRecord' })),
  );
  expect(new Set(found.map(({ about, level, text }) => `${level} ${about} ${text}`))).toEqual(
    new Set(
      ['weights', 'record', 'aliases'].map(
        (about) => `unseen ${about} UnreadableRecord: item "rollout" cannot be read; RUNBOOK.md#unreadablerecord`,
      ),
    ),
  );
});
