import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { toItem } from '../../handlers/ports/aws/attributes.ts';
import { IS_ABOUT_OPEN_ROLLOUT, WHY } from '../../statemachine/scope.ts';
import { stateOf } from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';

const MINE = 'arn:aws:states:eu-west-1:111111111111:execution:rollout:mine';
const OTHER = `${MINE}-not`;
const CLAIMED = '2026-01-05T09:00:00.000Z';

interface Situation {
  readonly trigger: object;
  /** Of the execution that looks. */
  readonly startedAt?: string;
  readonly rollout?: object | undefined;
}

async function isAbout({ trigger, startedAt = CLAIMED, ...more }: Situation): Promise<unknown> {
  const rollout = 'rollout' in more ? more.rollout : { id: MINE, claimedAt: CLAIMED };
  const states = {
    result: { Item: toItem({ revision: 3, rollout }) },
    context: { Execution: { Id: MINE, StartTime: startedAt } },
  };
  return jsonata(`(${IS_ABOUT_OPEN_ROLLOUT}) = true`).evaluate({}, { states, trigger });
}

const asked = (rollback: unknown) => ({ kind: 'asked', input: { rollback } });
const ended = (executionArn: unknown, status = 'ABORTED') =>
  asked({ event: { source: 'aws.states', detail: { executionArn, status } } });
const alarm = (timestamp: unknown, value = 'ALARM') =>
  asked({ event: { source: 'aws.cloudwatch', detail: { alarmName: 'a', state: { value, timestamp } } } });
const own = { kind: 'own', error: 'x', cause: 'y' };
const person = asked({ reason: 'prices are wrong' });
const of = (id: string, more: object = {}) => ({ id, claimedAt: CLAIMED, ...more });

describe('without Lambda a rollback is about the open rollout', () => {
  it.each<[string, Situation]>([
    ['its own', { trigger: own }],
    ['one that was found before', { trigger: { ...person, rollout: OTHER }, rollout: of(OTHER) }],
    ['that of the execution that ended', { trigger: ended(OTHER), rollout: of(OTHER) }],
    ['claimed before the alarm came on', { trigger: alarm('2026-01-05T09:00:00.000+0000') }],
    ['claimed before the alarm came on, in another form of UTC', { trigger: alarm('2026-01-05T09:00:00.001Z') }],
    ['claimed before the alarm came on, in whole seconds', { trigger: alarm('2026-01-05T09:00:00Z') }],
    ['claimed before the person asked', { trigger: person, startedAt: '2026-01-05T09:00:00.000Z' }],
    ['a revert that a person regrets', { trigger: person, rollout: of(OTHER, { kind: 'revert' }) }],
  ])('%s', async (_, situation) => {
    expect(await isAbout(situation)).toBe(true);
  });
});

describe('without Lambda nothing is touched for', () => {
  it.each<[string, Situation]>([
    ['a rollout of somebody else', { trigger: own, rollout: of(OTHER) }],
    ['the next rollout, when another was found before', { trigger: { ...person, rollout: OTHER } }],
    ['no rollout at all', { trigger: own, rollout: undefined }],
    ['an execution that ended and has no rollout', { trigger: ended(OTHER) }],
    ['an execution that still runs', { trigger: ended(MINE, 'RUNNING') }],
    ['an execution without a name', { trigger: ended(undefined) }],
    ['an alarm from before the claim', { trigger: alarm('2026-01-05T08:59:59.999+0000') }],
    ['an alarm that goes off', { trigger: alarm('2026-01-05T09:05:00.000+0000', 'OK') }],
    [
      'an alarm and a revert',
      { trigger: alarm('2026-01-05T09:05:00.000+0000'), rollout: of(MINE, { kind: 'revert' }) },
    ],
    ['a time of another zone', { trigger: alarm('2026-01-05T10:05:00.000+0100') }],
    ['an earlier time without milliseconds', { trigger: alarm('2026-01-05T08:59:59+0000') }],
    ['microseconds', { trigger: alarm('2026-01-05T09:05:00.000000+0000') }],
    ['another text', { trigger: alarm('yesterday') }],
    ['what is no time', { trigger: alarm(7) }],
    ['a person who asked before the claim', { trigger: person, startedAt: '2026-01-05T08:59:00.000Z' }],
    ['an event that is not known', { trigger: asked({ event: { source: 'aws.ec2' }, reason: 'x' }) }],
    ['a request that cannot be read', { trigger: asked({ reasn: 'x' }) }],
    ['a request that is text', { trigger: asked('now') }],
  ])('%s', async (_, situation) => {
    expect(await isAbout(situation)).toBe(false);
  });
});

const why = (trigger: object) => jsonata(WHY).evaluate({}, { trigger });

describe('the reason', () => {
  it.each([
    [own, 'y'],
    [ended(MINE), 'its execution ended as ABORTED'],
    [alarm('2026-01-05T09:00:00.000+0000'), 'alarm a is on since 2026-01-05T09:00:00.000+0000'],
    [person, 'prices are wrong'],
    [asked({}), 'no reason given'],
  ])('of %j is %s', async (trigger, reason) => {
    expect(await why(trigger)).toBe(reason);
  });
});

describe('the calls of the machine', () => {
  const definition = definitionOf();
  const args = (name: string) => stateOf(definition, name).Arguments;
  const key = { TableName: 'records', Key: { service: { S: 'orders' }, item: { S: 'rollout' } } };

  it('read the record as it is, and change it only as it was read', () => {
    expect(args('Read the record without Lambda')).toEqual({ ...key, ConsistentRead: true });
    expect(args('Revoke the claim without Lambda')).toMatchObject({
      ...key,
      ConditionExpression: '#revision = :revision',
      ExpressionAttributeValues: { ':phase': { S: 'rolling back' }, ':revision': { N: '{% $revision %}' } },
    });
  });

  it('give production every request, naming both groups', () => {
    expect(args('Return traffic without Lambda')).toEqual({
      ServiceIdentifier: 'svc-1',
      ListenerIdentifier: 'listener-1',
      DefaultAction: {
        Forward: {
          TargetGroups: [
            { TargetGroupIdentifier: 'tg-production', Weight: 100 },
            { TargetGroupIdentifier: 'tg-canary', Weight: 0 },
          ],
        },
      },
    });
  });

  it('come in this order: read, whose, revoke, write', () => {
    expect(stateOf(definition, 'Read the record without Lambda').Next).toBe('Is it about the open rollout?');
    expect(stateOf(definition, 'Is it about the open rollout?').Choices?.map(({ Next }) => Next)).toEqual([
      'Revoke the claim without Lambda',
    ]);
    expect(stateOf(definition, 'Revoke the claim without Lambda').Next).toBe('Return traffic without Lambda');
  });
});
