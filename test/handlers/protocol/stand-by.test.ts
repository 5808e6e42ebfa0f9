import { describe, expect, it } from 'vitest';
import { rollBack } from '../../../handlers/protocol/roll-back.ts';
import { personAsked, type Trigger } from '../../../rollout/rollback/trigger.ts';
import { recordingLog } from '../../../verify/memory/log.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { arn, CANARY_ALARMS, PRODUCTION_ALARMS, type Stage } from '../../../verify/memory/service.ts';
import { running } from '../support/stages.ts';

const LIMITS = { holdSeconds: 1800, canaryAlarms: CANARY_ALARMS, productionAlarms: PRODUCTION_ALARMS };
const died: Trigger = { kind: 'rollout', id: arn('a'), error: 'States.Timeout', reason: 'it took long', unasked: true };
const verdict: Trigger = { ...died, error: 'CanaryUnhealthy', reason: 'an alarm is on', unasked: false };

/** A rollout whose production is broken too, since 09:01:30 + 10 s for a stage of one step. */
async function broken(stage: Stage = 'at 10') {
  const service = await running(stage);
  const { world } = service;
  world.setAlarm('production-errors', 'ALARM');
  const log = recordingLog();
  const back = (trigger: Trigger = died, rescuer: string | undefined = arn('r')) =>
    rollBack(memoryPorts(world, 'r'), log, trigger, {
      ...(rescuer !== '' && { rescuer }),
      brokenProduction: LIMITS,
    });
  return { ...service, log, back };
}

describe('a rollback that nobody asked for, while production is broken too', () => {
  it('leaves the weights, says until when and why it would roll back, and notes who looks again', async () => {
    const { back, world } = await broken();
    const now = world.now();
    const until = new Date(now.getTime() + 1_800_000).toISOString();
    const result = await back();
    expect(result).toMatchObject({ outcome: 'hold', rollout: arn('a'), error: 'CanaryRolledBack' });
    expect(result.cause).toBe('version 2 was rolled back: it took long (States.Timeout)');
    expect(result.message).toMatch(/^production is broken too \(alarm production-errors is on since /);
    expect(result.message).toContain(
      `the weights stay (production 90, canary 10) until ${until} at most. Why it would roll back: it took long`,
    );
    expect(world.split).toBe('90/10');
    expect(world.record.rollout).toMatchObject({
      phase: 'held',
      heldUntil: until,
      error: 'States.Timeout',
      reason: 'it took long',
      rescuer: arn('r'),
      rescuerSeenAt: now.toISOString(),
    });
    expect(world.announcements.at(-1)).toMatchObject({
      kind: 'held',
      name: 'production is broken',
      eventId: `${arn('a')}:held:production-is-broken`,
      message: expect.stringContaining('Why it would roll back: it took long') as string,
    });
  });

  it('looks again without another word, and keeps the first reason and the first deadline', async () => {
    const { back, pass, world } = await broken();
    await back();
    const { heldUntil } = world.record.rollout ?? {};
    const told = world.announcements.length;
    pass(60);
    expect(await back({ ...died, reason: 'asked again' })).toMatchObject({
      outcome: 'hold',
      message: expect.stringMatching(/Why it would roll back: it took long$/) as string,
    });
    expect(world.record.rollout).toMatchObject({
      heldUntil,
      reason: 'it took long',
      rescuerSeenAt: world.now().toISOString(),
    });
    expect(world.announcements).toHaveLength(told);
  });

  it.each<[string, (service: Awaited<ReturnType<typeof broken>>) => unknown, RegExp]>([
    ['at the deadline', ({ pass }) => pass(1800), /until: nobody ended the hold until/],
    ["when production's alarms go off", ({ world }) => world.setAlarm('production-errors'), /alarms are off again/],
    [
      'when the canary trips',
      ({ world }) => world.setAlarm('canary-duration', 'ALARM'),
      /until: alarm canary-duration/,
    ],
    ['when an alarm is deleted', ({ world }) => world.alarms.delete('canary-errors'), /canary-errors does not exist/],
  ])('goes on %s, and says so', async (_when, happens, words) => {
    const service = await broken();
    await service.back();
    happens(service);
    expect(await service.back()).toMatchObject({
      outcome: 'settle',
      cause: expect.stringMatching(/it took long; held while production was broken too, until: /) as string,
    });
    expect(service.world.record.rollout).toMatchObject({ phase: 'rolling back' });
    expect(service.world.record.rollout?.reason).toMatch(words);
    expect(service.world.split).toBe('100/0');
  });
});

const expectRolledBack = async (service: Awaited<ReturnType<typeof broken>>, trigger?: Trigger, rescuer?: string) => {
  expect(await service.back(trigger, rescuer)).toMatchObject({ outcome: 'settle' });
  expect(service.world.record.rollout).toMatchObject({ phase: 'rolling back' });
  expect(service.world.split).toBe('100/0');
};

describe('a rollback goes on at once', () => {
  it.each<[string, Trigger]>([
    ['a verdict wants it', verdict],
    ['a person wants it', personAsked('stop')],
    ['its own branch comes without a word on that', { kind: 'rollout', id: arn('a'), error: 'X', reason: 'x' }],
  ])('where %s, whatever production does', async (_who, trigger) => {
    await expectRolledBack(await broken(), trigger);
  });

  it('where nobody would stay to look again', async () => {
    await expectRolledBack(await broken(), died, '');
  });

  it('where production is well', async () => {
    const service = await broken();
    service.world.setAlarm('production-errors');
    await expectRolledBack(service);
    expect(service.world.record.rollout?.reason).toBe('it took long');
    expect(service.world.announcements.map(({ kind }) => kind)).not.toContain('held');
  });

  it('where the alarms cannot be read', async () => {
    const service = await broken();
    service.world.hook = ({ name }) => {
      if (name === 'alarms.read') throw new Error('throttled');
    };
    await expectRolledBack(service);
    expect(service.log.lines).toMatchObject([
      { level: 'error', message: 'cannot look whether production is broken too; rolling back' },
    ]);
  });

  it.each<Stage>(['claimed', 'promoted'])('of a rollout that is %s, and no alarm is asked', async (stage) => {
    const service = await broken(stage);
    const calls: string[] = [];
    service.world.hook = ({ name }) => void calls.push(name);
    await expectRolledBack(service);
    expect(calls).not.toContain('alarms.read');
  });
});

it('a rollback stands by where nobody can be told of it', async () => {
  const { back, log, world } = await broken();
  world.hook = ({ name }) => {
    if (name === 'announcer.publish') throw new Error('no topic');
  };
  expect(await back()).toMatchObject({ outcome: 'hold' });
  expect(log.lines).toMatchObject([
    { level: 'error', message: expect.stringMatching(/^cannot announce "held": /) as string },
  ]);
});
