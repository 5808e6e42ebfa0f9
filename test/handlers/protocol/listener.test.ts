import { describe, expect, it } from 'vitest';
import { bringTrafficHome, knownHome, readLive } from '../../../handlers/protocol/listener.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import { recordingLog } from '../../../verify/memory/log.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { memoryService, ownTrigger } from '../../../verify/memory/service.ts';
import { adopt, others } from '../support/others.ts';

const drifted = new ContractError('WeightsDrifted', 'it forwards to tg-other 100');

describe('what the listener does, for who repairs', () => {
  it('is weights, or words on what is no split of ours', async () => {
    const { world } = memoryService();
    const ports = memoryPorts(world);
    expect(await readLive(ports)).toStrictEqual({ atRest: true, canary: 0, words: 'production 100, canary 0' });
    world.unreadableListener = drifted;
    expect(await readLive(ports)).toStrictEqual({ atRest: false, words: 'it forwards to tg-other 100' });
  });

  it('is the groups themselves where it is one of others', async () => {
    const { world } = others();
    expect(await readLive(memoryPorts(world))).toStrictEqual({
      atRest: false,
      words: 'it forwards to tg-old 100',
      foreign: { 'tg-old': 100 },
    });
  });

  it.each([new Error('throttled'), new ContractError('VersionDrifted', 'not of the listener')])(
    'is not known when it fails otherwise: %s',
    async (error) => {
      const { world } = memoryService();
      world.unreadableListener = error;
      await expect(readLive(memoryPorts(world))).rejects.toBe(error);
    },
  );

  it('counts as nowhere near home then, and that is said', async () => {
    const { world } = memoryService();
    const log = recordingLog();
    expect(await knownHome(memoryPorts(world), log)).toBe(true);
    expect(log.lines).toEqual([]);
    world.unreadableListener = new Error('throttled');
    expect(await knownHome(memoryPorts(world), log)).toBe(false);
    expect(log.lines).toMatchObject([{ level: 'warn' }]);
  });
});

describe('giving production every request', () => {
  it('takes no look at a listener of the stack’s own', async () => {
    const { world } = memoryService();
    world.unreadableListener = drifted;
    world.hook = ({ name }) => {
      if (name === 'listener.read') throw new Error('throttled');
    };
    expect(await bringTrafficHome(memoryPorts(world), undefined)).toBeUndefined();
    expect(world.written.map(({ what }) => what)).toEqual(['weights 100/0']);
  });

  it('writes over our own weights in one of others', async () => {
    const service = others();
    await adopt(service);
    service.world.writeWeights('a late write', { production: 70, canary: 30 });
    expect(await bringTrafficHome(memoryPorts(service.world), undefined)).toBeUndefined();
    expect(service.world.split).toBe('100/0');
  });

  it('leaves what somebody else wrote there alone, and says what that is', async () => {
    const service = others();
    await adopt(service);
    service.world.writeAction('a person', { 'tg-other': 100 });
    expect(await bringTrafficHome(memoryPorts(service.world), undefined)).toMatch(/\(tg-other 100\) and is left alone/);
    expect(service.world.split).toBe('tg-other 100');
  });

  it('says nothing of that where an adoption is undone that never wrote', async () => {
    const service = others();
    const execution = service.execution('adopting');
    await execution.listener('claim');
    await execution.rollBack(ownTrigger('States.Timeout', 'late'));
    expect(service.world.split).toBe('tg-old 100');
    expect(service.world.announcements).toEqual([]);
  });
});
