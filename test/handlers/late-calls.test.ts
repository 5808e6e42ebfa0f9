import { expect, it } from 'vitest';
import { on } from '../../verify/memory/hooks.ts';
import { arn, askedTrigger, bringTo, ended, memoryService, type MemoryService } from '../../verify/memory/service.ts';

/** Calls that wake up when the next rollout has begun: they do nothing to it. */

async function rollBackAndClose(service: MemoryService, name: string): Promise<void> {
  const rescuer = service.execution('rescuer');
  await rescuer.rollBack(askedTrigger(ended(name)));
  service.pass(90);
  await rescuer.close('rolled back', arn(name));
}

it('a claim that wakes up before it points the canary leaves the next rollout its version', async () => {
  const service = memoryService(['1', '2', '3']);
  service.world.hook = on('a', 'versions.readAlias', 'after', () => {
    // The production alias is read first; from the next look, the canary's, on it sleeps.
    service.world.hook = on('a', 'versions.readAlias', 'before', async () => {
      await rollBackAndClose(service, 'a');
      await bringTo(service, service.execution('b', { version: '3' }), 'claimed');
    });
  });
  await expect(service.execution('a').claim()).rejects.toThrow(expect.objectContaining({ name: 'ClaimLost' }));
  expect(service.world.alias('canary').version).toBe('3');
});

it('a claim that wakes up right before its write finds another revision of the alias', async () => {
  const service = memoryService(['1', '2', '3']);
  service.world.hook = on('a', 'versions.pointAlias', 'before', async () => {
    await rollBackAndClose(service, 'a');
    await bringTo(service, service.execution('b', { version: '3' }), 'claimed');
  });
  await expect(service.execution('a').claim()).rejects.toThrow(expect.objectContaining({ name: 'ClaimLost' }));
  expect(service.world.alias('canary').version).toBe('3');
});

it.each([
  ['before it looks at the alias', 'versions.readAlias'],
  ['right before its write', 'versions.pointAlias'],
])('a rollback that wakes up %s does not take a later promotion of the same version back', async (_, call) => {
  const service = memoryService();
  await bringTo(service, service.execution('a'), 'promoted');
  service.world.hook = on('r', call, 'before', async () => {
    await rollBackAndClose(service, 'a');
    await bringTo(service, service.execution('b'), 'closed');
  });
  const late = await service.execution('r').rollBack(askedTrigger(ended('a')));
  expect(late.message).toMatch(/; somebody else has finished this rollback, alias production is left alone; /);
  expect(service.world.alias('production').version).toBe('2');
  expect(service.world.record).toMatchObject({ last: { id: arn('b'), outcome: 'promoted' } });
});
