import { describe, expect, it } from 'vitest';
import { on } from '../../verify/memory/hooks.ts';
import { LISTENER_ID } from '../../verify/memory/ports.ts';
import {
  arn,
  askedTrigger,
  bringTo,
  memoryService,
  type MemoryService,
  ownTrigger,
} from '../../verify/memory/service.ts';
import { eachDeath } from './support/deaths.ts';
import type { OthersListener } from '../../verify/memory/world.ts';

const OF_FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:orders';
const group = (qualifier: string, id = 'tg-old') => ({
  group: id,
  type: 'LAMBDA',
  targets: [qualifier === '' ? OF_FUNCTION : `${OF_FUNCTION}:${qualifier}`],
});
const SERVES_3: OthersListener = { action: { 'tg-old': 100 }, targets: [group('live')], aliases: { live: '3' } };

/** A service behind a listener of others that serves version 3; the stack's aliases were made at version 1. */
const others = (over: Partial<OthersListener> = {}) =>
  memoryService(['1', '2', '3', '4'], { listener: { ...SERVES_3, ...over } });
const writes = ({ world }: MemoryService) =>
  world.written.filter(({ what }) => /^(weights|action)/.test(what)).map(({ what }) => what);

async function adopt(service: MemoryService, name = 'adopting'): Promise<void> {
  const execution = service.execution(name);
  service.world.executions.set(execution.id, 'RUNNING');
  for (const step of ['claim', 'write', 'close'] as const) {
    await execution.listener(step);
    service.pass(90);
  }
  service.world.executions.set(execution.id, 'SUCCEEDED');
}
const giveBack = async (service: MemoryService, releaseListener: unknown = true) => {
  const execution = service.execution('giving');
  for (const step of ['claim', 'write', 'close'] as const) await execution.listener(step, { releaseListener });
};

describe('adopting a listener', () => {
  it('takes over what it serves: production at that version, 100/0, and what it was is kept', async () => {
    const service = others();
    await adopt(service);
    const { world } = service;
    expect(world.split).toBe('100/0');
    expect([world.alias('production').version, world.alias('previous').version]).toEqual(['3', '3']);
    expect(world.record.rollout).toBeUndefined();
    expect(world.record.adopted).toMatchObject({
      listener: LISTENER_ID,
      by: arn('adopting'),
      version: '3',
      before: { 'tg-old': 100 },
    });
    expect(world.record.lastPromoted).toBe('3');
    expect(world.announcements.map(({ kind }) => kind)).toEqual(['adopted']);
  });

  it('moves production before the listener, so that no request meets another version', async () => {
    const service = others();
    await adopt(service);
    const order = service.world.written.map(({ what }) => what).filter((what) => /^(production|weights)/.test(what));
    expect(order).toEqual(['production 3', 'weights 100/0']);
  });

  it('lets the next release begin from it, and only then', async () => {
    const service = others();
    const early = service.execution('early', { version: '4', previousVersion: '3' });
    await expect(early.claim()).rejects.toMatchObject({ name: 'ListenerNotAdopted' });
    expect(service.world.written).toEqual([]);
    await adopt(service);
    const execution = service.execution('late', { version: '4', previousVersion: '3' });
    await bringTo(service, execution, 'closed');
    expect(service.world.alias('production').version).toBe('4');
    expect(service.world.record.adopted?.version).toBe('3');
  });

  it('does nothing where it is adopted already', async () => {
    const service = others();
    await adopt(service);
    expect(await service.execution('again').listener('claim')).toMatchObject({ outcome: 'nothing to do' });
  });

  it('holds the record meanwhile', async () => {
    const service = others();
    await service.execution('adopting').listener('claim');
    await expect(service.execution('another').listener('claim')).rejects.toMatchObject({ name: 'RolloutInProgress' });
  });

  it.each<[string, string, Partial<OthersListener>, RegExp]>([
    [
      'a rule that forwards past the default action',
      'ListenerBypassed',
      { rules: [{ id: 'rule-1', name: 'api', groups: { 'tg-api': 100 } }] },
      /rule api \(rule-1\) forwards to tg-api past the default action/,
    ],
    ['the unqualified function', 'ProductionUnversioned', { targets: [group('')] }, /whatever was deployed last/],
    ['$LATEST', 'ProductionUnversioned', { targets: [group('$LATEST')] }, /whatever was deployed last/],
    ['an alias of $LATEST', 'ProductionUnversioned', { aliases: { live: '$LATEST' } }, /alias live points at \$LATEST/],
    ['a fixed response', 'CannotAdopt', { action: {} }, /forwards to no target group/],
    ['another type', 'CannotAdopt', { targets: [{ group: 'tg-old', type: 'IP', targets: [] }] }, /is of type IP/],
    [
      'another function',
      'CannotAdopt',
      { targets: [{ group: 'tg-old', type: 'LAMBDA', targets: [`${OF_FUNCTION}-2:7`] }] },
      /expected function orders/,
    ],
    ['a group without a target', 'CannotAdopt', { targets: [{ ...group('1'), targets: [] }] }, /has no target/],
    ['a group that is gone', 'CannotAdopt', { targets: [] }, /tg-old no longer exists/],
    ['an alias that is split or gone', 'CannotAdopt', { aliases: {} }, /does not exist, or is split/],
    [
      'two versions at once',
      'CannotAdopt',
      { action: { 'tg-old': 90, 'tg-new': 10 }, targets: [group('3'), group('4', 'tg-new')] },
      /several versions at once: 3, 4/,
    ],
    ['TLS_PASSTHROUGH', 'CannotAdopt', { protocol: 'TLS_PASSTHROUGH' }, /protocol is TLS_PASSTHROUGH/],
  ])('rejects %s as %s, before anything is touched', async (_what, name, over, words) => {
    const service = others(over);
    await expect(service.execution('adopting').listener('claim')).rejects.toMatchObject({
      name,
      message: expect.stringMatching(words) as string,
    });
    expect(service.world.written).toEqual([]);
  });

  it('takes a rule of its own preview, and one with a fixed response, for no bypass', async () => {
    const rules = [
      { id: 'rule-1', name: 'preview', groups: { 'tg-preview': 100 } },
      { id: 'rule-2', name: 'teapot', groups: {} },
    ];
    const service = others({ rules });
    await adopt(service);
    expect(service.world.split).toBe('100/0');
  });

  it('takes a version number, and groups without weight beside it', async () => {
    const service = others({ action: { 'tg-old': 1, 'tg-idle': 0 }, targets: [group('2')] });
    await adopt(service);
    expect(service.world.alias('production').version).toBe('2');
    expect(service.world.record.adopted?.before).toEqual({ 'tg-old': 1, 'tg-idle': 0 });
  });

  it('rejects input that says more', async () => {
    const service = others();
    await expect(service.execution('a').listener('claim', { adopt: true, version: '3' })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  it('fails where the default action was changed since it was read, and leaves that alone', async () => {
    const service = others();
    const execution = service.execution('adopting');
    await execution.listener('claim');
    service.world.writeAction('a person', { 'tg-other': 100 });
    await expect(execution.listener('write')).rejects.toMatchObject({ name: 'WeightsDrifted' });
    await execution.rollBack(ownTrigger('WeightsDrifted', 'changed'));
    service.pass(90);
    expect(await execution.confirm()).toMatchObject({ next: 'done' });
    await execution.close('rolled back');
    expect(service.world.split).toBe('tg-other 100');
    expect(service.world.overwritten).toEqual([]);
  });
});

describe('an adoption that comes to nothing', () => {
  const dead: readonly [string, (service: MemoryService) => Promise<void>][] = [
    ['after its claim', async (service) => void (await service.execution('adopting').listener('claim'))],
    [
      'after its write',
      async (service) => {
        await service.execution('adopting').listener('claim');
        await service.execution('adopting').listener('write');
      },
    ],
  ];
  it.each(dead)('is undone by the watchdog when its execution died %s', async (_when, bring) => {
    const service = others();
    await bring(service);
    service.world.executions.set(arn('adopting'), 'ABORTED');
    for (let round = 0; round < 3; round++) {
      service.pass(60);
      await service.watchdog();
    }
    expect(service.world.split).toBe('tg-old 100');
    expect(service.world.record.rollout).toBeUndefined();
    expect(service.world.record.adopted).toBeUndefined();
    expect(service.world.record.last).toMatchObject({ listener: 'adopt', outcome: 'rolled back' });
    // And can be asked for once more.
    await adopt(service, 'once-more');
    expect(service.world.split).toBe('100/0');
  });

  it('is undone by its own rollback, which says so', async () => {
    const service = others();
    const execution = service.execution('adopting');
    await execution.listener('claim');
    await execution.listener('write');
    const { message } = await execution.rollBack(ownTrigger('VersionDrifted', 'production was moved'));
    expect(message).toMatch(/the default action is as it was.*the listener was not adopted/);
    expect(service.world.split).toBe('tg-old 100');
  });

  it('is undone once more where a dead write lands after its rollback', async () => {
    const service = others();
    const execution = service.execution('adopting');
    await execution.listener('claim');
    await execution.rollBack();
    service.world.writeWeights('a dead write', { production: 100, canary: 0 });
    service.pass(90);
    expect(await execution.confirm()).toMatchObject({ next: 'again' });
    await execution.rollBack();
    service.pass(90);
    expect(await execution.confirm()).toMatchObject({ next: 'done' });
    expect(service.world.split).toBe('tg-old 100');
  });

  it('takes its own write back when a rollback has overtaken it', async () => {
    const service = others();
    const execution = service.execution('adopting');
    await execution.listener('claim');
    service.world.hook = on('adopting', 'listener.write', 'before', async () => {
      await service.execution('person').rollBack(askedTrigger({ reason: 'no' }));
    });
    await expect(execution.listener('write')).rejects.toMatchObject({ name: 'ClaimLost' });
    expect(service.world.split).toBe('tg-old 100');
  });

  it('is undone or finished, whenever it dies', async () => {
    let finished = 0;
    await eachDeath(
      () => Promise.resolve(others()),
      (service) => adopt(service, 'a'),
      3,
      ({ world }) => {
        const adopted = world.record.adopted !== undefined;
        finished += adopted ? 1 : 0;
        expect([adopted, world.split]).toEqual([adopted, adopted ? '100/0' : 'tg-old 100']);
      },
    );
    expect(finished).toBeGreaterThan(0);
  });

  it('stays adopted when the execution dies after its close', async () => {
    const service = others();
    await adopt(service);
    const { outcome } = await service.execution('adopting').rollBack(ownTrigger('States.Timeout', 'late'));
    expect(outcome).toBe('already promoted');
    expect(service.world.split).toBe('100/0');
  });
});

describe('until it is adopted', () => {
  it('a watchdog writes nothing and says so', async () => {
    const service = others();
    expect(await service.watchdog()).toEqual({
      message: `listener ${LISTENER_ID} is not adopted: nothing of it is written before {"adopt":true}`,
    });
    expect(service.world.written).toEqual([]);
  });

  it('it writes nothing over weights that a person gave our groups either', async () => {
    const service = others();
    service.world.writeWeights('a person', { production: 90, canary: 10 });
    await service.watchdog();
    expect(writes(service)).toEqual(['weights 90/10']);
  });

  it('a rollback that is asked for writes nothing and says so', async () => {
    const service = others();
    const { message, outcome } = await service.execution('person').rollBack(askedTrigger({ reason: 'please' }));
    expect(outcome).toBe('nothing');
    expect(message).toMatch(/no rollout is open; listener listener-1 is not adopted/);
    expect(service.world.written).toEqual([]);
  });

  it('one by a message on the topic does neither', async () => {
    const service = others();
    expect(await service.message('{"reason":"please"}')).toMatchObject({
      message: expect.stringMatching(/is not adopted/) as string,
    });
    expect(service.world.written).toEqual([]);
  });

  it('an adoption of another listener does not count', async () => {
    const service = others();
    await adopt(service);
    const { adopted } = service.world.record;
    if (adopted === undefined) throw new Error('expected an adoption');
    service.world.record = { ...service.world.record, adopted: { ...adopted, listener: 'listener-2' } };
    await expect(service.execution('a', { version: '4' }).claim()).rejects.toMatchObject({
      name: 'ListenerNotAdopted',
    });
    await expect(service.execution('b').listener('claim')).rejects.toMatchObject({
      name: 'CannotAdopt',
      message: expect.stringMatching(/give that one back first/) as string,
    });
  });
});

describe('a default action that is somebody else’s', () => {
  it('is told once, alarmed for in every round, and never overwritten', async () => {
    const service = others();
    await adopt(service);
    service.world.writeAction('a person', { 'tg-other': 100 });
    for (let round = 0; round < 3; round++) {
      service.pass(60);
      await expect(service.watchdog()).rejects.toMatchObject({
        name: 'WeightsDrifted',
        message: expect.stringMatching(/somebody else's \(tg-other 100\) and is left alone/) as string,
      });
    }
    expect(service.world.split).toBe('tg-other 100');
    expect(service.world.announcements.filter(({ kind }) => kind === 'drift found')).toHaveLength(1);
    expect(service.world.record.adopted?.foreignSince).toBeDefined();
    await expect(service.execution('a', { version: '4' }).claim()).rejects.toMatchObject({ name: 'WeightsDrifted' });
  });

  it('is told again where it comes again', async () => {
    const service = others();
    await adopt(service);
    for (let time = 0; time < 2; time++) {
      service.world.writeAction('a person', { 'tg-other': 100 });
      service.pass(60);
      await expect(service.watchdog()).rejects.toThrow('left alone');
      service.world.writeWeights('a person', { production: 100, canary: 0 });
      service.pass(60);
      await service.watchdog();
      expect(service.world.record.adopted?.foreignSince).toBeUndefined();
    }
    expect(service.world.announcements.filter(({ kind }) => kind === 'drift found')).toHaveLength(2);
  });

  it('is left alone by the rollback of a release, which ends all the same', async () => {
    const service = others();
    await adopt(service);
    const execution = service.execution('a', { version: '4', previousVersion: '3' });
    await bringTo(service, execution, 'at 10');
    service.world.writeAction('a person', { 'tg-other': 100 });
    await execution.rollBack();
    service.pass(90);
    expect(await execution.confirm()).toMatchObject({
      next: 'done',
      message: expect.stringMatching(/is left alone/) as string,
    });
    await execution.close('rolled back');
    expect(service.world.split).toBe('tg-other 100');
    expect(service.world.announcements.map(({ kind }) => kind)).toContain('drift found');
  });

  it('our own weights that no release explains are put back, as behind a listener of our own', async () => {
    const service = others();
    await adopt(service);
    service.world.writeWeights('a person', { production: 70, canary: 30 });
    await service.watchdog();
    expect(service.world.split).toBe('100/0');
  });
});

describe('giving a listener back', () => {
  it('writes what it was and frees it', async () => {
    const service = others();
    await adopt(service);
    await giveBack(service);
    expect(service.world.split).toBe('tg-old 100');
    expect(service.world.record.adopted).toBeUndefined();
    expect(service.world.announcements.map(({ kind }) => kind)).toEqual(['adopted', 'given back']);
    await service.watchdog();
    expect(service.world.split).toBe('tg-old 100');
    await expect(service.execution('a', { version: '4' }).claim()).rejects.toMatchObject({
      name: 'ListenerNotAdopted',
    });
  });

  it('does nothing where it is not adopted', async () => {
    const service = others();
    expect(await service.execution('g').listener('claim', { releaseListener: true })).toMatchObject({
      outcome: 'nothing to do',
    });
  });

  it('is refused while a release runs', async () => {
    const service = others();
    await adopt(service);
    await bringTo(service, service.execution('a', { version: '4', previousVersion: '3' }), 'at 10');
    await expect(giveBack(service)).rejects.toMatchObject({ name: 'RolloutInProgress' });
  });

  it('is refused where users would get another version, unless it is named', async () => {
    const service = others();
    await adopt(service);
    await bringTo(service, service.execution('a', { version: '4', previousVersion: '3' }), 'closed');
    await expect(giveBack(service)).rejects.toMatchObject({
      name: 'CannotReleaseListener',
      message: expect.stringMatching(/production runs version 4.*would serve 3.*"evenIf":"3"/) as string,
    });
    await expect(giveBack(service, { evenIf: '2' })).rejects.toMatchObject({ name: 'CannotReleaseListener' });
    await giveBack(service, { evenIf: '3' });
    expect(service.world.split).toBe('tg-old 100');
  });

  it('is refused where the groups would not serve', async () => {
    const service = others();
    await adopt(service);
    service.world.others = { ...SERVES_3, targets: [] };
    await expect(giveBack(service)).rejects.toMatchObject({
      name: 'CannotReleaseListener',
      message: expect.stringMatching(/tg-old no longer exists/) as string,
    });
    expect(service.world.split).toBe('100/0');
  });

  it('is undone when it dies between its write and its close', async () => {
    const service = others();
    await adopt(service);
    const execution = service.execution('giving');
    await execution.listener('claim', { releaseListener: true });
    await execution.listener('write', { releaseListener: true });
    expect(service.world.split).toBe('tg-old 100');
    service.world.executions.set(execution.id, 'ABORTED');
    for (let round = 0; round < 3; round++) {
      service.pass(60);
      await service.watchdog();
    }
    expect(service.world.split).toBe('100/0');
    expect(service.world.record.adopted).toBeDefined();
    expect(service.world.record.rollout).toBeUndefined();
  });

  it('only frees the record where a person has written it back by hand', async () => {
    const service = others();
    await adopt(service);
    service.world.writeAction('a person', { 'tg-old': 100 });
    await giveBack(service);
    expect(service.world.record.adopted).toBeUndefined();
  });

  it('is refused where what it was is not known, which an adoption of our own groups says', async () => {
    const service = others();
    service.world.writeWeights('before the record was lost', { production: 100, canary: 0 });
    await adopt(service);
    expect(service.world.record.adopted?.before).toEqual({});
    await expect(giveBack(service)).rejects.toMatchObject({ name: 'CannotReleaseListener' });
  });
});

it('an unreadable record has no default action of others overwritten', async () => {
  const { UnreadableRecord } = await import('../../rollout/record/record.ts');
  const service = others();
  service.world.unreadableRecord = new UnreadableRecord('no');
  await expect(service.watchdog()).rejects.toThrow('no');
  expect(service.world.split).toBe('tg-old 100');
});

it('the preview of a service shows production while its listener is adopted', async () => {
  const service = memoryService(['1', '2', '3'], { listener: SERVES_3, preview: true });
  await service.execution('adopting').listener('claim');
  await service.watchdog();
  expect(service.world.alias('preview').version).toBe('3');
});
