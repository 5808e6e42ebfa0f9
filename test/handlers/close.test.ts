import { describe, expect, it } from 'vitest';
import { on } from '../../verify/memory/hooks.ts';
import { arn, bringTo, memoryService } from '../../verify/memory/service.ts';

const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

describe('closing a promotion', () => {
  it('frees the service in one update, keeps the rollout and announces it', async () => {
    const service = memoryService();
    const { world } = service;
    await bringTo(service, service.execution('a'), 'returned');
    expect(await service.execution('a').close()).toEqual({
      outcome: 'closed',
      message: 'version 2 is in production; version 1 is kept as previous',
    });
    expect(world.record.rollout).toBeUndefined();
    expect(world.record).toMatchObject({
      last: { id: arn('a'), outcome: 'promoted', closedAt: world.now().toISOString() },
      lastPromoted: '2',
    });
    expect(world.history.get(arn('a'))).toEqual(world.record.last);
    expect(world.announcements.at(-1)).toMatchObject({ eventId: `${arn('a')}:promoted`, kind: 'promoted' });
  });

  it('called again, says so and announces under the same id', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'closed');
    const before = service.world.state;
    expect(await service.execution('a').close()).toMatchObject({ outcome: 'already closed' });
    expect(service.world.state).toEqual(before);
  });

  it('called again after the next rollout was closed, finds itself in the history', async () => {
    const service = memoryService(['1', '2', '3']);
    await bringTo(service, service.execution('a'), 'closed');
    await bringTo(service, service.execution('b', { version: '3', previousVersion: '2' }), 'closed');
    expect(await service.execution('a').close()).toMatchObject({ outcome: 'already closed' });
    expect(service.world.record.lastPromoted).toBe('3');
  });

  it('rejects a rollout that is being rolled back', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'returned');
    await service.message('{"reason":"stop"}');
    await expect(service.execution('a').close()).rejects.toThrow(named('ClaimLost', /stop/));
  });

  it('rejects a rollout whose traffic has not been returned to production', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'promoted');
    await expect(service.execution('a').close()).rejects.toThrow(named('WeightsDrifted', /confirmed canary 100/));
  });
});

describe('closing a rollback', () => {
  it('announces it before it frees the service', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    await service.execution('a').rollBack();
    let held: unknown;
    service.world.hook = on('a', 'announcer.publish', 'after', () => {
      held = service.world.record.rollout?.id;
    });
    expect(await service.execution('a').close('rolled back')).toEqual({
      outcome: 'closed',
      message: 'the rollback of version 2 is announced; the next release can start',
    });
    expect(held).toBe(arn('a'));
    expect(service.world.record).toMatchObject({
      last: { outcome: 'rolled back', error: 'SmokeTestFailed', reason: 'it answered 500' },
    });
    expect(service.world.record.lastPromoted).toBeUndefined();
  });

  it('does nothing to a rollout that advances, or is another', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    const before = service.world.state;
    expect(await service.execution('a').close('rolled back')).toMatchObject({ outcome: 'already closed' });
    expect(await service.execution('r').close('rolled back', arn('gone'))).toMatchObject({ outcome: 'already closed' });
    expect(service.world.state).toEqual(before);
  });

  it('fails when it cannot be announced, and is open for another try', async () => {
    const service = memoryService();
    await bringTo(service, service.execution('a'), 'at 10');
    await service.execution('a').rollBack();
    service.world.hook = on('a', 'announcer.publish', 'before', () => Promise.reject(new Error('no topic')));
    await expect(service.execution('a').close('rolled back')).rejects.toThrow('no topic');
    expect(await service.execution('a').close('rolled back')).toMatchObject({ outcome: 'closed' });
  });
});
