import { describe, expect, it } from 'vitest';
import { UnreadableRecord } from '../../rollout/record/record.ts';
import { LISTENER_ID } from '../../verify/memory/ports.ts';
import { askedTrigger, bringTo, memoryService } from '../../verify/memory/service.ts';
import { adopt, giveBack, others, SERVES_3, writes } from './support/others.ts';

describe('until it is adopted', () => {
  it('a watchdog writes nothing and says so', async () => {
    const service = others();
    expect(await service.watchdog()).toEqual({
      message: `listener ${LISTENER_ID} is not adopted: nothing of it is written before {"adopt":true}`,
    });
    expect(service.world.written).toEqual([]);
  });

  it('nothing is written over weights that a person gave our groups either', async () => {
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

  it('the adoption of another listener does not count', async () => {
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
