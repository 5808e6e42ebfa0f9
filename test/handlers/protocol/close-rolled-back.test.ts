import { describe, expect, it } from 'vitest';
import { closeRolledBack } from '../../../handlers/protocol/close-rolled-back.ts';
import { canaryAt } from '../../../rollout/weights.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { arn, memoryService } from '../../../verify/memory/service.ts';
import { running } from '../support/stages.ts';

describe('a rollback that ends', () => {
  it('is announced by the name of why, kept in the record and in the history', async () => {
    const { a, world } = await running();
    await a.rollBack();
    const closed = await closeRolledBack(memoryPorts(world), arn('a'));
    expect(closed).toMatchObject({ id: arn('a'), outcome: 'rolled back', error: 'SmokeTestFailed' });
    expect(world.record).toMatchObject({ last: closed });
    expect(world.history.get(arn('a'))).toEqual(closed);
    expect(world.announcements.at(-1)).toMatchObject({
      kind: 'rolled back',
      name: 'SmokeTestFailed',
      message: 'version 2 was rolled back: it answered 500 (SmokeTestFailed)',
    });
  });

  it('has the name of all of them where the record does not say why', async () => {
    const { a, world } = await running();
    await a.rollBack();
    const { rollout } = world.record;
    if (rollout === undefined) throw new Error('expected a rollback');
    const { error: _error, ...unnamed } = rollout;
    world.record = { ...world.record, rollout: unnamed };
    await closeRolledBack(memoryPorts(world), arn('a'));
    expect(world.announcements.at(-1)).toMatchObject({ kind: 'rolled back', name: 'CanaryRolledBack' });
  });

  it('is nothing for one that is over, or advances', async () => {
    const { world } = await running();
    const before = world.state;
    expect(await closeRolledBack(memoryPorts(world), arn('a'))).toBeUndefined();
    expect(await closeRolledBack(memoryPorts(world), arn('gone'))).toBeUndefined();
    expect(world.state).toEqual(before);
  });

  it('is told once of weights that no rollout explains: when they are found', async () => {
    const service = memoryService();
    service.world.writeWeights('a person', canaryAt(30));
    for (let round = 0; round < 5; round++) {
      await service.watchdog();
      service.pass(60);
    }
    expect(service.world.record.last).toMatchObject({ outcome: 'rolled back', error: 'WeightsDrifted' });
    expect(service.world.announcements.map(({ kind }) => kind)).toEqual(['drift found']);
  });
});
