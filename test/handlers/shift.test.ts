import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../rollout/weights.ts';
import { on } from '../../verify/memory/hooks.ts';
import { arn, bringTo, memoryService } from '../../verify/memory/service.ts';

const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

describe('shift', () => {
  it('announces the weight in the record, writes it, confirms it, meters it', async () => {
    const service = memoryService();
    const { world } = service;
    await bringTo(service, service.execution('a'), 'claimed');
    const intended: unknown[] = [];
    world.hook = on('a', 'listener.write', 'before', () => void intended.push(world.record.rollout));
    const result = await service.execution('a').shift(10);
    expect(intended).toMatchObject([{ confirmedWeight: 0, intendedWeight: 10 }]);
    expect(world.record.rollout).toMatchObject({ confirmedWeight: 10, intendedWeight: 10 });
    expect(world.split).toBe('90/10');
    expect(world.metered).toEqual([10]);
    expect(result).toEqual({
      weight: 10,
      shiftedAt: '2026-01-05T09:01:30.000Z',
      message: 'weights are production 90, canary 10, canary at version 2',
    });
  });

  it('gives everything back to production after the promotion', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'promoted');
    await service.execution('a').shift(0);
    expect(service.world.split).toBe('100/0');
    expect(service.world.record.rollout).toMatchObject({ phase: 'promoting', confirmedWeight: 0 });
  });

  it.each([
    ['traffic to the canary after the promotion', 'promoted', 50],
    ['the return of traffic before the promotion', 'at 100', 0],
    ['any shift after the close', 'closed', 10],
  ] as const)('rejects %s as ClaimLost', async (_, stage, weight) => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), stage);
    const before = service.world.split;
    await expect(service.execution('a').shift(weight)).rejects.toThrow(named('ClaimLost'));
    expect(service.world.split).toBe(before);
  });

  it("rejects a shift of another execution than the claim's", async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    await expect(service.execution('b').shift(50)).rejects.toThrow(named('ClaimLost', /a \(version 2, advancing/));
    expect(service.world.split).toBe('90/10');
  });

  it('rejects a redriven execution, except for giving traffic back', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'promoted');
    await expect(service.execution('a', { redrives: 1 }).shift(10)).rejects.toThrow(named('Redriven'));
    await service.execution('a', { redrives: 1 }).shift(0);
    expect(service.world.split).toBe('100/0');
  });

  it('rejects live weights that somebody else wrote, and does not overwrite them', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    service.world.weights = canaryAt(42);
    await expect(service.execution('a').shift(30)).rejects.toThrow(
      named('WeightsDrifted', /canary 42, expected production 90, canary 10 or production 70, canary 30/),
    );
    expect(service.world.split).toBe('58/42');
  });

  it('calls it a lost claim, not drift, when a rollback moved the weights', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    service.world.hook = on('a', 'listener.read', 'before', () =>
      service.message('{"reason":"stop"}').then(() => undefined),
    );
    await expect(service.execution('a').shift(30)).rejects.toThrow(named('ClaimLost', /being rolled back: stop/));
  });

  it('fails when the record keeps changing under it', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'claimed');
    service.world.hook = ({ name, moment }) => {
      if (name === 'records.compareAndSet' && moment === 'before')
        service.world.record = { ...service.world.record, revision: service.world.record.revision + 1 };
    };
    await expect(service.execution('a').shift(10)).rejects.toThrow(/changed by others at each of 5 attempts/);
    expect(service.world.record.rollout).toMatchObject({ id: arn('a'), intendedWeight: 0 });
  });
});
