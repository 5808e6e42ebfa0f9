import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../rollout/weights.ts';
import { on } from '../../verify/memory/hooks.ts';
import {
  alarmOn,
  arn,
  askedTrigger,
  bringTo,
  ended,
  memoryService,
  ownTrigger,
  START,
} from '../../verify/memory/service.ts';
import { running } from './support/stages.ts';

const ago = (seconds: number) => new Date(START.getTime() - seconds * 1000);

describe('rolling back the rollout itself', () => {
  it('revokes, writes the listener, restores the alias, in this order', async () => {
    const { a, world } = await running('returned');
    world.writeWeights('somebody', canaryAt(3));
    const from = world.written.length;
    expect(await a.rollBack(ownTrigger('WeightsDrifted', 'canary 3'))).toEqual({
      outcome: 'settle',
      rollout: arn('a'),
      error: 'CanaryRolledBack',
      cause: 'version 2 was rolled back: canary 3 (WeightsDrifted)',
      message:
        'production has every request again; alias production is back at version 1; version 2 was rolled ' +
        'back: canary 3 (WeightsDrifted)',
    });
    expect(world.written.slice(from).map(({ what }) => what)).toEqual([
      `record rolling back ${arn('a')}`,
      'weights 100/0',
      'production 1',
    ]);
    expect(world.metered.at(-1)).toBe(0);
    expect(world.record.rollout).toMatchObject({ rescuer: arn('a'), rescuerSeenAt: world.now().toISOString() });
  });

  it('says in short which alarm was on, and keeps all of it as the cause', async () => {
    const { r } = await running();
    const reason =
      'Threshold Crossed: 1 out of the last 1 datapoints [38.0 (05/01/26 08:58:00)] was greater than the ' +
      'threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).';
    const state = { value: 'ALARM', reason, timestamp: '2026-01-05T09:00:00.000+0000' };
    expect(
      await r.rollBack(
        askedTrigger({ event: { source: 'aws.cloudwatch', detail: { alarmName: 'canary-errors', state } } }),
      ),
    ).toMatchObject({
      cause: `version 2 was rolled back: alarm canary-errors is on since 2026-01-05T09:00:00.000Z: ${reason}`,
      message:
        'production has every request again; version 2 was rolled back: alarm canary-errors is on since ' +
        '09:00:00Z: 38 was greater than the threshold 5',
    });
  });

  it('reads the failure of a function as one sentence', async () => {
    const { a } = await running();
    const cause = JSON.stringify({
      errorType: 'VersionDrifted',
      errorMessage: 'alias canary\n is at version 3',
      trace: ['at x'],
    });
    expect(await a.rollBack(ownTrigger('VersionDrifted', cause))).toMatchObject({
      cause: 'version 2 was rolled back: alias canary is at version 3 (VersionDrifted)',
    });
  });

  it('keeps the first reason', async () => {
    const { a, message } = await running();
    await message('{"reason":"errors in the shop"}');
    expect(await a.rollBack(ownTrigger('ClaimLost', 'gone'))).toMatchObject({
      cause: 'as asked, version 2 was rolled back: errors in the shop',
    });
  });

  it('finds nothing when it never claimed, and keeps the original failure', async () => {
    const { execution, world } = memoryService();
    expect(await execution('a').rollBack(ownTrigger('VersionDrifted', 'alias production is split'))).toMatchObject({
      outcome: 'nothing',
      rollout: '',
      error: 'VersionDrifted',
      cause: 'alias production is split',
    });
    expect(world.written).toEqual([]);
  });

  it('says what is there already: promoted', async () => {
    const { a, world } = await running('closed');
    expect(await a.rollBack()).toMatchObject({ outcome: 'already promoted', rollout: arn('a') });
    expect(world.alias('production').version).toBe('2');
  });

  it('says what is there already: rolled back, also when the next rollout was closed since', async () => {
    const service = await running();
    await service.a.rollBack();
    await service.a.close('rolled back');
    expect(await service.a.rollBack()).toMatchObject({
      outcome: 'already rolled back',
      cause: 'version 2 was rolled back: it answered 500 (SmokeTestFailed)',
    });
    await bringTo(service, service.execution('b', { version: '3' }), 'closed');
    expect(await service.a.rollBack()).toMatchObject({ outcome: 'already rolled back', rollout: arn('a') });
    expect(service.world.alias('production').version).toBe('3');
  });
});

describe('rolling back when asked', () => {
  it.each([
    ['by a person', { reason: 'errors in the shop' }, 'as asked, ', 'errors in the shop'],
    ['by an alarm', alarmOn(START), '', 'alarm canary-errors is on since 2026-01-05T09:00:00.000Z: 7 errors'],
    ['because its execution was aborted', ended('a'), '', 'its execution ended as ABORTED'],
    [
      'because its execution failed',
      {
        event: {
          source: 'aws.states',
          detail: { executionArn: arn('a'), status: 'FAILED', error: 'States.Runtime', cause: 'bad path' },
        },
      },
      '',
      'its execution ended as FAILED with States.Runtime: bad path',
    ],
  ])('%s', async (_, rollback, begins, reason) => {
    const { r, world } = await running();
    expect(await r.rollBack(askedTrigger(rollback))).toMatchObject({
      outcome: 'settle',
      rollout: arn('a'),
      cause: `${begins}version 2 was rolled back: ${reason}`,
    });
    expect(world.split).toBe('100/0');
    expect(world.record.rollout).toMatchObject({ phase: 'rolling back', rescuer: arn('r') });
  });

  it.each([
    ['the end of another execution', ended('b'), /b has no rollout/],
    ['an alarm from before the claim', alarmOn(ago(1)), /older than the claim of a/],
    ['an execution that runs', ended('a', 'RUNNING'), /is RUNNING/],
    [
      'an alarm that went off',
      {
        event: {
          source: 'aws.cloudwatch',
          detail: { alarmName: 'x', state: { value: 'OK', timestamp: START.toISOString() } },
        },
      },
      /went to OK/,
    ],
  ])('leaves the rollout alone for %s', async (_, rollback, message) => {
    const { r, world } = await running();
    const before = world.state;
    const result = await r.rollBack(askedTrigger(rollback));
    expect(result).toMatchObject({ outcome: 'nothing', rollout: '' });
    expect(result.message).toMatch(message);
    expect(world.state).toEqual(before);
  });

  it('leaves a promoted release alone when its execution was aborted in the same moment, and says so', async () => {
    const { r, world } = await running('closed');
    expect(await r.rollBack(askedTrigger(ended('a')))).toMatchObject({
      outcome: 'nothing',
      message: expect.stringMatching(/a was closed as promoted/) as string,
    });
    expect(world.alias('production').version).toBe('2');
  });

  it('carries the rollout it found: the next one is not its business', async () => {
    const service = await running();
    const { r, world } = service;
    await r.rollBack(askedTrigger({ reason: 'stop' }));
    await r.close('rolled back', arn('a'));
    await bringTo(service, service.execution('b', { version: '3' }), 'at 10');
    const again = { ...askedTrigger({ reason: 'stop' }), rollout: arn('a') };
    expect(await r.rollBack(again)).toMatchObject({ outcome: 'already rolled back', rollout: arn('a') });
    expect(world.split).toBe('90/10');
  });

  it.each([
    ['no reason', {}],
    ['an empty reason', { reason: '' }],
    ['an event of another service', { event: { source: 'aws.ec2', detail: {} } }],
    [
      'an alarm event without a readable time',
      { event: { source: 'aws.cloudwatch', detail: { alarmName: 'x', state: { value: 'ALARM', timestamp: 'noon' } } } },
    ],
  ])('rejects %s as InvalidInput and changes nothing', async (_, rollback) => {
    const { r, world } = await running();
    const before = world.state;
    await expect(r.rollBack(askedTrigger(rollback))).rejects.toThrow(expect.objectContaining({ name: 'InvalidInput' }));
    expect(world.state).toEqual(before);
  });
});

describe('a rollback that joins another', () => {
  it('writes nothing to a listener that is at rest already', async () => {
    const { a, r, world } = await running();
    await a.rollBack();
    const from = world.written.length;
    expect(await r.rollBack(askedTrigger({ reason: 'stop' }))).toMatchObject({
      message: 'production has every request again; the rollback of version 2 had begun',
    });
    expect(world.written.slice(from).map(({ what }) => what)).toEqual([`record rolling back ${arn('a')}`]);
    expect(world.record.rollout).toMatchObject({ rescuer: arn('a') });
  });

  it('writes all the same when the listener cannot be read', async () => {
    const { a, r, world, log } = await running();
    await a.rollBack();
    world.writeWeights('a late write', canaryAt(10));
    world.hook = on('r', 'listener.read', 'before', () => Promise.reject(new Error('throttled')));
    await r.rollBack(askedTrigger({ reason: 'stop' }));
    expect(world.split).toBe('100/0');
    expect(log.lines).toMatchObject([{ level: 'warn', message: expect.stringMatching(/cannot be read/) as string }]);
  });
});

describe('the production alias in a rollback', () => {
  it('stays where somebody else has put it, and that is announced', async () => {
    const { a, world } = await running('promoted');
    world.moveAlias('somebody', 'production', '3');
    expect(await a.rollBack()).toMatchObject({
      outcome: 'settle',
      message: expect.stringMatching(
        /^production has every request again; alias production was moved by hand and is left where it is; /,
      ) as string,
    });
    expect(world.alias('production').version).toBe('3');
    expect(world.announcements.at(-1)).toMatchObject({ kind: 'drift found' });
  });

  it('stays when the version before no longer exists: weights are kept, people are told', async () => {
    const { a, world, log } = await running('promoted');
    world.versions.delete('1');
    expect(await a.rollBack()).toMatchObject({
      outcome: 'settle',
      message: expect.stringMatching(
        /^production has every request again; alias production stays at version 2, for version 1 no longer exists; /,
      ) as string,
    });
    expect(world.split).toBe('100/0');
    expect(world.announcements.at(-1)).toMatchObject({
      kind: 'rollback failed',
      message: expect.stringMatching(/^CannotRestoreProduction: version 1 no longer exists/) as string,
    });
    expect(log.lines.at(-1)).toMatchObject({ level: 'error' });
    expect(await a.confirm()).toMatchObject({ next: 'done' });
  });

  it('is rolled back whether or not anybody can be told', async () => {
    const { a, world, log } = await running('promoted');
    world.moveAlias('somebody', 'production', '3');
    world.hook = on('a', 'announcer.publish', 'before', () => Promise.reject(new Error('no topic')));
    expect(await a.rollBack()).toMatchObject({ outcome: 'settle' });
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/cannot announce "drift found"/) as string,
    });
  });
});
