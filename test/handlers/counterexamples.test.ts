import { describe, expect, it } from 'vitest';
import { AT_REST, canaryAt } from '../../rollout/weights.ts';
import { crashOn, on, untilCrash } from '../../verify/memory/hooks.ts';
import { arn, askedTrigger, bringTo, ended, memoryService } from '../../verify/memory/service.ts';

/** The shortest histories that break the protocol when one of its parts is left out. */
describe('without a watchdog', () => {
  it('an abort that overtakes the claim in flight would leave the service claimed for ever', async () => {
    const service = memoryService();
    const { world } = service;
    const a = service.execution('a');
    const rescuer = service.execution('rescuer');
    world.executions.set(a.id, 'ABORTED');
    world.hook = on('a', 'records.compareAndSet', 'before', async () => {
      expect(await rescuer.rollBack(askedTrigger(ended('a')))).toMatchObject({ outcome: 'nothing' });
    });
    await a.claim();
    expect(world.record.rollout).toMatchObject({ id: a.id, phase: 'advancing' });

    await service.watchdog();
    expect(world.record.rollout).toMatchObject({ phase: 'rolling back', rescuer: 'watchdog' });
    service.pass(60);
    await service.watchdog();
    expect(world.record).toMatchObject({ last: { id: a.id, outcome: 'rolled back' } });
    expect(world.record.rollout).toBeUndefined();
    expect(world.announcements.map(({ kind }) => kind)).toEqual(['started', 'rolled back']);
  });

  it('a rollback that crashes after its revoke would leave the canary its traffic', async () => {
    const service = memoryService();
    const { world } = service;
    const a = service.execution('a');
    const rescuer = service.execution('rescuer');
    await bringTo(service, a, 'at 10');
    world.executions.set(a.id, 'ABORTED');
    world.hook = crashOn('rescuer', 'records.compareAndSet', 'after');
    expect(await untilCrash(() => rescuer.rollBack(askedTrigger(ended('a'))))).toBe('crashed');
    world.executions.set(rescuer.id, 'FAILED');
    expect(world.split).toBe('90/10');

    await service.watchdog();
    expect(world.split).toBe('100/0');
    service.pass(60);
    await service.watchdog();
    expect(world.record.rollout).toBeUndefined();
  });
});

it('without a confirm, the write of a dead shift that lands after the rollback would stay', async () => {
  const service = memoryService();
  const { world } = service;
  const a = service.execution('a');
  await bringTo(service, a, 'claimed');
  world.hook = crashOn('a', 'listener.write', 'before');
  expect(await untilCrash(() => a.shift(10))).toBe('crashed');
  world.hook = () => {};

  expect(await a.rollBack()).toMatchObject({ outcome: 'settle', rollout: a.id });
  expect(world.split).toBe('100/0');
  world.writeWeights('the dead shift', canaryAt(10));
  service.pass(90);
  expect(await a.confirm()).toMatchObject({ next: 'again' });
  await a.rollBack();
  expect(world.split).toBe('100/0');
  service.pass(90);
  expect(await a.confirm()).toMatchObject({ next: 'done' });
  expect(await a.close('rolled back')).toMatchObject({ outcome: 'closed' });
});

describe('a watchdog that read "at rest" before a rollout claimed and shifted', () => {
  it.each([
    ['before it looks at the weights', 'records.read', 'after'],
    ['before it takes the record', 'records.compareAndSet', 'before'],
  ] as const)('does not reset the rollout that came %s', async (_, call, moment) => {
    const service = memoryService();
    const { world } = service;
    const a = service.execution('a');
    if (call === 'records.compareAndSet') world.writeWeights('somebody', canaryAt(7));
    world.hook = on('watchdog', call, moment, async () => {
      world.writeWeights('somebody', AT_REST);
      await bringTo(service, a, 'at 10');
    });
    await service.watchdog();
    expect(world.split).toBe('90/10');
    expect(world.record.rollout).toMatchObject({ id: a.id, phase: 'advancing', confirmedWeight: 10 });
    expect(world.written.filter(({ actor }) => actor === 'watchdog')).toEqual([]);
  });
});

it(
  'a watchdog that looked at its clock after the weights would close a rollback before the write of a dead ' +
    'shift lands',
  async () => {
    const service = memoryService();
    const { world } = service;
    await bringTo(service, service.execution('a'), 'claimed');
    world.executions.set(arn('a'), 'ABORTED');
    await service.watchdog();
    service.pass(20);
    world.hook = on('watchdog', 'listener.read', 'after', () => {
      world.writeWeights('the dead shift', canaryAt(10));
      service.pass(20);
    });
    await service.watchdog();
    expect(world.record.rollout).toMatchObject({ phase: 'rolling back', rescuer: 'watchdog' });

    service.pass(60);
    await service.watchdog();
    expect(world.split).toBe('100/0');
  },
);

it('a promotion called again that wrote no record would outlive the wait of a watchdog that took it over', async () => {
  const service = memoryService();
  const { world } = service;
  const a = service.execution('a');
  await bringTo(service, a, 'promoted');
  world.executions.set(a.id, 'ABORTED');
  world.hook = on('watchdog', 'records.compareAndSet', 'before', () => a.promote().then(() => undefined));
  await service.watchdog();
  expect(world.record.rollout).toMatchObject({ id: a.id, phase: 'promoting' });

  await service.watchdog();
  expect(world.record.rollout).toMatchObject({ phase: 'rolling back', rescuer: 'watchdog' });
});

describe('a claim that is retried after its reply was lost and a rollback has closed it', () => {
  it.each(['last in the record', 'only in the history'])('is refused while the rollout is %s', async (where) => {
    const service = memoryService();
    const a = service.execution('a');
    const rescuer = service.execution('rescuer');
    service.world.hook = crashOn('a', 'announcer.publish', 'after');
    expect(await untilCrash(() => a.claim())).toBe('crashed');
    service.world.hook = () => {};
    await rescuer.rollBack(askedTrigger(ended('a')));
    service.pass(90);
    await rescuer.confirm(a.id);
    await rescuer.close('rolled back', a.id);
    if (where === 'only in the history') {
      service.world.history.delete(a.id);
      await bringTo(service, service.execution('b'), 'closed');
    }
    await expect(a.claim()).rejects.toThrow(expect.objectContaining({ name: 'ClaimLost' }));
    expect(service.world.record.rollout).toBeUndefined();
  });
});

it('without the second read, a shift that a rollback overtook would keep its weight until the confirm', async () => {
  const service = memoryService();
  const { world } = service;
  const a = service.execution('a');
  await bringTo(service, a, 'claimed');
  world.hook = on('a', 'listener.write', 'before', () =>
    service.message('{"reason":"errors in the shop"}').then(() => undefined),
  );
  await expect(a.shift(10)).rejects.toThrow(/ClaimLost|errors in the shop/);
  expect(world.written.map(({ actor, what }) => `${actor}: ${what}`).slice(-4)).toEqual([
    `sns: record rolling back ${a.id}`,
    'sns: weights 100/0',
    'a: weights 90/10',
    'a: weights 100/0',
  ]);
});
