import { describe, expect, it } from 'vitest';
import { atMoment, on } from '../../verify/memory/hooks.ts';
import { arn, bringTo, memoryService } from '../../verify/memory/service.ts';

const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

describe('promote', () => {
  it('keeps the version before, then moves production, announced in the record first', async () => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), 'closed');
    const b = service.execution('b', { version: '3', previousVersion: '2' });
    await bringTo(service, b, 'at 100');
    const from = service.world.written.length;
    expect(await b.promote()).toMatchObject({ message: 'production moved from version 2 to 3' });
    expect(service.world.written.slice(from).map(({ what }) => what)).toEqual([
      `record promoting ${arn('b')}`,
      'previous 2',
      'production 3',
    ]);
    expect(service.world.record.rollout).toMatchObject({
      phase: 'promoting',
      productionMoved: true,
      confirmedWeight: 100,
    });
    expect(service.world.split).toBe('0/100');
  });

  it('called again, finds its work done', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'promoted');
    const before = service.world.state;
    await service.execution('a').promote();
    expect(service.world.state).toEqual(before);
  });

  it('rejects a redriven execution', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 100');
    await expect(service.execution('a', { redrives: 2 }).promote()).rejects.toThrow(named('Redriven'));
    expect(service.world.alias('production').version).toBe('1');
  });

  it('rejects a canary that does not have every request', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    await expect(service.execution('a').promote()).rejects.toThrow(
      named('WeightsDrifted', /needs the canary at 100, the record has confirmed 10/),
    );
  });

  it.each(['canary', 'production'] as const)('rejects an alias %s that somebody else has moved', async (alias) => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), 'at 100');
    service.world.moveAlias('somebody', alias, '3');
    await expect(service.execution('a').promote()).rejects.toThrow(
      named('VersionDrifted', new RegExp(`alias ${alias} is at version 3`)),
    );
    expect(service.world.record.rollout).toMatchObject({ phase: 'advancing', productionMoved: false });
  });

  it('rejects production moved by somebody else to the very version before it promoted itself', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 100');
    service.world.moveAlias('somebody', 'production', '2');
    await expect(service.execution('a').promote()).rejects.toThrow(named('VersionDrifted'));
  });

  it('never overwrites a move of production that comes between its look and its write', async () => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), 'at 100');
    service.world.hook = on('a', 'records.compareAndSet', 'after', () =>
      service.world.moveAlias('somebody', 'production', '3'),
    );
    await expect(service.execution('a').promote()).rejects.toThrow(
      named('VersionDrifted', /moved from version 1 to 3 by somebody else/),
    );
    expect(service.world.alias('production').version).toBe('3');
  });

  it('takes its move back when a rollback came between its claim and its write', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 100');
    const { world } = service;
    let pointed = 0;
    world.hook = async ({ actor, name, moment }) => {
      // The first is `previous`, the second `production`.
      if (actor === 'a' && name === 'versions.pointAlias' && moment === 'before' && ++pointed === 1)
        await service.message('{"reason":"stop"}');
    };
    await expect(service.execution('a').promote()).rejects.toThrow(named('ClaimLost', /stop/));
    expect(world.alias('production').version).toBe('1');
  });

  it('is lost when the claim was revoked before', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 100');
    service.world.hook = atMoment('a', 0, () => service.message('{"reason":"stop"}').then(() => undefined));
    await expect(service.execution('a').promote()).rejects.toThrow(named('ClaimLost', /stop/));
    expect(service.world.alias('production').version).toBe('1');
  });
});
