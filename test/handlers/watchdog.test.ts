import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../rollout/weights.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { crashOn, untilCrash } from '../../verify/memory/hooks.ts';
import { arn, bringTo, memoryService, type MemoryService, type Stage } from '../../verify/memory/service.ts';

async function running(stage: Stage = 'at 10'): Promise<MemoryService> {
  const service = memoryService(['1', '2', '3']);
  await bringTo(service, service.execution('a'), stage);
  return service;
}

describe('a watchdog round', () => {
  it('at rest only meters the weight', async () => {
    const { watchdog, world } = memoryService();
    expect(await watchdog()).toEqual({ message: 'the service is at rest' });
    expect(world.metered).toEqual([0]);
    expect(world.written).toEqual([]);
  });

  it('leaves a rollout alone whose execution runs', async () => {
    const { watchdog, world } = await running();
    const before = world.state;
    expect((await watchdog()).message).toMatch(/^a \(version 2, advancing, since .*\) is looked after by a$/);
    expect(world.state).toEqual(before);
    expect(world.metered.at(-1)).toBe(10);
  });

  it('leaves a rollback alone whose rescuer runs', async () => {
    const service = await running();
    await service.execution('a').rollBack();
    const { record } = service.world;
    await service.watchdog();
    expect(service.world.record).toEqual(record);
    expect(service.world.split).toBe('100/0');
  });

  it('writes the weights itself when a rescuer that runs has not', async () => {
    const service = await running();
    await service.execution('a').rollBack();
    service.world.weights = canaryAt(10);
    await service.watchdog();
    expect(service.world.split).toBe('100/0');
    expect(service.world.record.rollout).toMatchObject({ id: arn('a'), rescuer: 'watchdog' });
  });

  it('fails the round when it cannot find out whether the execution runs, and leaves the rollout alone', async () => {
    const service = await running();
    service.world.hook = ({ name }) => {
      if (name === 'executions.status') throw new Error('AccessDenied');
    };
    await expect(service.watchdog()).rejects.toThrow('could not find out whether a still runs');
    expect(service.world.split).toBe('90/10');
    expect(service.world.record.rollout).toMatchObject({ id: arn('a'), phase: 'advancing' });
  });

  it.each(['ABORTED', 'FAILED', 'TIMED_OUT', 'SUCCEEDED'] as const)(
    'takes over the rollout of an execution that is %s, and closes it a round later',
    async (status) => {
      const { watchdog, world, pass, log } = await running('promoted');
      world.executions.set(arn('a'), status);
      await watchdog();
      expect(world.split).toBe('100/0');
      expect(world.alias('production').version).toBe('1');
      expect(world.record.rollout).toMatchObject({
        id: arn('a'),
        phase: 'rolling back',
        rescuer: 'watchdog',
        reason: `a no longer runs (${status})`,
      });
      expect(log.lines).toMatchObject([{ level: 'warn', message: `taking the record: a no longer runs (${status})` }]);
      pass(60);
      expect(await watchdog()).toEqual({ message: 'everything is back; the rollback of version 2 is finished' });
      expect(world.record).toMatchObject({ last: { id: arn('a'), outcome: 'rolled back' } });
      expect(world.announcements.at(-1)).toMatchObject({ kind: 'rolled back' });
    },
  );

  it('does not close before every writer is dead', async () => {
    const { watchdog, world, pass } = await running();
    world.executions.set(arn('a'), 'ABORTED');
    await watchdog();
    pass(29);
    expect((await watchdog()).message).toMatch(/a late write is still possible for 1 s/);
    expect(world.record.rollout).toBeDefined();
    pass(1);
    await watchdog();
    expect(world.record.rollout).toBeUndefined();
  });

  it('repairs a late write and waits anew', async () => {
    const { watchdog, world, pass } = await running();
    world.executions.set(arn('a'), 'ABORTED');
    await watchdog();
    world.writeWeights('a dead shift', canaryAt(10));
    pass(60);
    await watchdog();
    expect(world.split).toBe('100/0');
    expect(world.record.rollout).toMatchObject({ rescuerSeenAt: world.now().toISOString() });
  });

  it('counts an execution that cannot be found as dead only after five minutes', async () => {
    const { watchdog, world, pass } = await running();
    world.executions.delete(arn('a'));
    await watchdog();
    expect(world.split).toBe('90/10');
    pass(300);
    await watchdog();
    expect(world.split).toBe('100/0');
  });

  it('takes over from a rescuer that died', async () => {
    const service = await running();
    await service.execution('r').rollBack({ kind: 'asked', input: { rollback: { reason: 'stop' } } });
    service.world.executions.set(arn('r'), 'ABORTED');
    await service.watchdog();
    expect(service.world.record.rollout).toMatchObject({ rescuer: 'watchdog', reason: 'stop' });
  });

  it('takes over a rollback whose function died after its revoke, though the execution runs on', async () => {
    const service = await running();
    service.world.hook = crashOn('sns', 'listener.write', 'before');
    await untilCrash(() => service.message('{"reason":"stop"}'));
    await service.watchdog();
    expect(service.world.split).toBe('100/0');
    service.pass(60);
    await service.watchdog();
    expect(await service.execution('a').rollBack()).toMatchObject({ outcome: 'already rolled back' });
  });

  it('leaves the end of a rollback to the running execution when the weights are back', async () => {
    const service = await running();
    await service.message('{"reason":"stop"}');
    const before = service.world.state;
    await service.watchdog();
    expect(service.world.state).toEqual(before);
  });
});

describe('weights that no claim explains', () => {
  it("are put back under a claim of the watchdog's own, announced, and closed a round later", async () => {
    const { watchdog, world, pass, execution } = memoryService();
    world.weights = canaryAt(25);
    await watchdog();
    expect(world.split).toBe('100/0');
    expect(world.record.rollout).toMatchObject({
      id: 'watchdog:2026-01-05T09:00:00.000Z',
      phase: 'rolling back',
      rescuer: 'watchdog',
      version: '1',
    });
    expect(world.announcements).toMatchObject([
      { kind: 'drift found', message: 'no rollout is open, yet the live weights are production 75, canary 25' },
    ]);
    await expect(execution('a').claim()).rejects.toThrow(expect.objectContaining({ name: 'RolloutInProgress' }));
    pass(60);
    await watchdog();
    expect(world.record.rollout).toBeUndefined();
    expect(await execution('a').claim()).toMatchObject({ outcome: 'claimed' });
  });

  it('include a default action that is no split at all', async () => {
    const { watchdog, world } = memoryService();
    world.unreadableListener = new ContractError('WeightsDrifted', 'listener forwards to a third group');
    await watchdog();
    expect(world.split).toBe('100/0');
    expect(world.unreadableListener).toBeUndefined();
  });

  it('do not make the record forget the rollout before', async () => {
    const { watchdog, world, pass } = await running('closed');
    world.history.clear();
    world.weights = canaryAt(25);
    await watchdog();
    pass(60);
    await watchdog();
    expect(world.history.get(arn('a'))).toMatchObject({ outcome: 'promoted' });
    expect(world.record).toMatchObject({
      lastPromoted: '2',
      last: { id: expect.stringMatching(/^watchdog:/) as string },
    });
  });
});
