import { describe, expect, it } from 'vitest';
import { rollBack } from '../../../handlers/protocol/roll-back.ts';
import { UnreadableRecord } from '../../../rollout/record/record.ts';
import { alarmChanged, personAsked, type Trigger } from '../../../rollout/rollback/trigger.ts';
import { canaryAt } from '../../../rollout/weights.ts';
import { on } from '../../../verify/memory/hooks.ts';
import { recordingLog } from '../../../verify/memory/log.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { arn, bringTo, type MemoryService, ownTrigger } from '../../../verify/memory/service.ts';
import type { Call } from '../../../verify/memory/world.ts';
import { adopt, others } from '../support/others.ts';
import { running } from '../support/stages.ts';

const by = ({ world }: Pick<MemoryService, 'world'>, trigger: Trigger) =>
  rollBack(memoryPorts(world, 'r'), recordingLog(), trigger, { rescuer: arn('r') });
const alarm = (state: string, { world }: Pick<MemoryService, 'world'>) =>
  alarmChanged({ name: 'canary-errors', state, at: world.now(), reason: '7 errors' });

describe('a rollback', () => {
  it('reads and revokes the claim, then writes the listener: nothing else comes before', async () => {
    const service = await running('closed');
    await bringTo(service, service.execution('b', { version: '3', previousVersion: '2' }), 'at 10');
    const calls: string[] = [];
    service.world.hook = ({ name, moment }: Call) => void (moment === 'before' && calls.push(name));
    await by(service, alarm('ALARM', service));
    expect(calls.slice(0, 3)).toEqual(['records.read', 'records.compareAndSet', 'listener.write']);
  });

  it('leaves the next rollout alone when the one it joins is over before it comes to write', async () => {
    const service = await running();
    await service.a.rollBack();
    service.world.writeWeights('a late write', canaryAt(10));
    // A listener that cannot be read is written: only the record keeps this call from it.
    service.world.hook = on('r', 'listener.read', 'before', async () => {
      service.world.writeWeights('the first rollback', canaryAt(0));
      await service.a.close('rolled back');
      await bringTo(service, service.execution('b', { version: '3' }), 'at 10');
      throw new Error('throttled');
    });
    expect(await by(service, personAsked('stop'))).toMatchObject({ outcome: 'settle', rollout: arn('a') });
    expect(service.world.split).toBe('90/10');
    expect(service.world.record.rollout).toMatchObject({ id: arn('b'), phase: 'advancing' });
  });

  it('writes once more where it joins one that is still under way and a late write has landed', async () => {
    const service = await running();
    await service.a.rollBack();
    service.world.writeWeights('a late write', canaryAt(10));
    await by(service, personAsked('stop'));
    expect(service.world.split).toBe('100/0');
  });
});

const unreadable = async () => {
  const service = await running();
  service.world.unreadableRecord = new UnreadableRecord('no');
  return service;
};

describe('a rollback when the record cannot be read', () => {
  it.each<[string, (service: MemoryService) => Trigger]>([
    ['an alarm', (service) => alarm('ALARM', service)],
    ['a person', () => personAsked('stop')],
  ])('gives production every request for %s, and fails all the same', async (_who, trigger) => {
    const service = await unreadable();
    await expect(by(service, trigger(service))).rejects.toThrow('no');
    expect(service.world.split).toBe('100/0');
    expect(service.world.metered.at(-1)).toBe(0);
  });

  it('leaves the weights for an alarm that went off', async () => {
    const service = await unreadable();
    await expect(by(service, alarm('OK', service))).rejects.toThrow('no');
    expect(service.world.split).toBe('90/10');
  });

  it('leaves the weights when the next read may succeed', async () => {
    const service = await running();
    service.world.unreadableRecord = new Error('throttled');
    await expect(by(service, personAsked('stop'))).rejects.toThrow('throttled');
    expect(service.world.split).toBe('90/10');
  });

  it('writes nothing to a listener that is at rest', async () => {
    const service = await unreadable();
    service.world.writeWeights('a person', canaryAt(0));
    const before = service.world.written.length;
    await expect(by(service, personAsked('stop'))).rejects.toThrow('no');
    expect(service.world.written).toHaveLength(before);
  });
});

const gone = async () => {
  const service = await running('promoted');
  service.world.versions.delete('1');
  return service;
};

describe('a rollback whose version before is gone', () => {
  const NOT_RESTORED = {
    outcome: 'settle',
    error: 'CannotRestoreProduction',
    cause: expect.stringMatching(/^version 2 could not be rolled back, production still runs it/) as string,
  };

  it('ends by that name, also for who joins it, and never as a version that is out', async () => {
    const { a, world, ...service } = await gone();
    expect(await a.rollBack()).toMatchObject(NOT_RESTORED);
    expect(world.record.rollout?.notRestored).toBe(true);
    expect(await by({ ...service, world }, personAsked('stop'))).toMatchObject(NOT_RESTORED);
  });

  it('keeps that name when somebody has moved production by hand since', async () => {
    const { a, world } = await gone();
    await a.rollBack();
    world.moveAlias('a person', 'production', '3');
    expect(await a.rollBack()).toMatchObject({ error: 'CannotRestoreProduction' });
  });

  it('is not said of one that was put back', async () => {
    const { a } = await running('promoted');
    expect(await a.rollBack()).toMatchObject({ error: 'CanaryRolledBack' });
  });
});

describe('nothing to roll back', () => {
  const NOTHING = { outcome: 'nothing', rollout: '' };

  it('keeps the failure of an execution that never claimed', async () => {
    const { execution } = await running('closed');
    expect(await execution('b').rollBack(ownTrigger('ConfigurationNotPublished', 'Environment.TABLE'))).toStrictEqual({
      ...NOTHING,
      error: 'ConfigurationNotPublished',
      cause: 'Environment.TABLE',
      message: 'nothing to roll back: b has no rollout (asked because: Environment.TABLE)',
    });
    expect(await execution('b').rollBack(ownTrigger('', 'died'))).toMatchObject({ error: 'Unknown', cause: 'died' });
  });

  it('repeats no more of a long reason than a log line can take', async () => {
    const { message } = await by(await running('closed'), personAsked('x'.repeat(2000)));
    expect(message).toHaveLength('nothing to roll back: no rollout is open (asked because: )'.length + 1000);
  });

  it('is no failure of its own for who asks: the cause says what was found', async () => {
    const service = await running('closed');
    const message = 'nothing to roll back: no rollout is open (asked because: stop)';
    expect(await by(service, personAsked('stop'))).toStrictEqual({
      ...NOTHING,
      error: 'CanaryRolledBack',
      cause: message,
      message,
    });
  });

  it('says beside that that a listener of others is not adopted, where it is not', async () => {
    const service = others();
    expect((await by(service, personAsked('stop'))).message).toMatch(
      /^nothing to roll back: no rollout is open; listener listener-1 is not adopted: .* \(asked because: stop\)$/,
    );
    await adopt(service);
    expect((await by(service, personAsked('stop'))).message).toBe(
      'nothing to roll back: no rollout is open (asked because: stop)',
    );
  });
});
