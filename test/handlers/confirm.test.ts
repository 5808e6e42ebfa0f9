import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../rollout/weights.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { arn, bringTo, memoryService, type Stage } from '../../verify/memory/service.ts';

async function rolledBack(stage: Stage) {
  const service = memoryService(['1', '2', '3']);
  const a = service.execution('a');
  await bringTo(service, a, stage);
  await a.rollBack();
  service.pass(90);
  return { ...service, a };
}

describe('confirm', () => {
  it.each(['claimed', 'at 10', 'promoted'] as const)(
    'is done when production has everything, from %s',
    async (stage) => {
      const { a, world } = await rolledBack(stage);
      expect(await a.confirm()).toEqual({ next: 'done', message: 'production has every request and version 2 is out' });
      expect(world.record.rollout).toMatchObject({ rescuerSeenAt: world.now().toISOString() });
    },
  );

  it('starts over when a late write has given the canary weight', async () => {
    const { a, world } = await rolledBack('at 10');
    world.writeWeights('a dead shift', canaryAt(30));
    expect(await a.confirm()).toEqual({
      next: 'again',
      message: 'the live weights are production 70, canary 30: a late write landed, rolling back once more',
    });
  });

  it('starts over when the listener does something nobody here writes', async () => {
    const { a, world } = await rolledBack('at 10');
    world.unreadableListener = new ContractError('WeightsDrifted', 'listener forwards to a third group');
    expect(await a.confirm()).toMatchObject({ next: 'again' });
  });

  it('fails when the listener cannot be read', async () => {
    const { a, world } = await rolledBack('at 10');
    world.unreadableListener = new Error('throttled');
    await expect(a.confirm()).rejects.toThrow('throttled');
  });

  it('starts over when production is at the rolled-back version again', async () => {
    const { a, world } = await rolledBack('promoted');
    world.moveAlias('a dead promotion', 'production', '2');
    expect(await a.confirm()).toMatchObject({
      next: 'again',
      message: expect.stringMatching(/alias production is at version 2 again/) as string,
    });
  });

  it('does not argue with a production alias that was moved by hand', async () => {
    const { a, world } = await rolledBack('promoted');
    world.moveAlias('somebody', 'production', '3');
    expect(await a.confirm()).toMatchObject({ next: 'done' });
  });

  it('is superseded once the rollback was closed, whatever the next rollout does', async () => {
    const service = await rolledBack('at 10');
    await service.a.close('rolled back');
    await bringTo(service, service.execution('b', { version: '3' }), 'at 10');
    const before = service.world.state;
    expect(await service.a.confirm()).toMatchObject({ next: 'superseded' });
    expect(service.world.state).toEqual(before);
  });

  it('leaves the heartbeat of another rescuer alone', async () => {
    const { execution, world } = await rolledBack('at 10');
    const before = world.record.revision;
    expect(await execution('r').confirm(arn('a'))).toMatchObject({ next: 'done' });
    expect(world.record.revision).toBe(before);
  });
});
