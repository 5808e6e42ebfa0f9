import { describe, expect, it } from 'vitest';
import { on } from '../../verify/memory/hooks.ts';
import { LISTENER_ID } from '../../verify/memory/ports.ts';
import { arn, askedTrigger, bringTo, type MemoryService, ownTrigger } from '../../verify/memory/service.ts';
import type { OthersListener } from '../../verify/memory/world.ts';
import { eachDeath } from './support/deaths.ts';
import { adopt, group, OF_FUNCTION, others } from './support/others.ts';

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
