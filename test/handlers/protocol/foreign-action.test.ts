import { describe, expect, it } from 'vitest';
import { noteOursAgain, tellOfForeignAction } from '../../../handlers/protocol/foreign-action.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { memoryService, START } from '../../../verify/memory/service.ts';
import { adopt, others } from '../support/others.ts';

const foreign = { atRest: false, words: 'tg-other 100', foreign: { 'tg-other': 100 } };
const ours = { atRest: true, canary: 0, words: 'production 100, canary 0' };

async function adopted() {
  const service = others();
  await adopt(service);
  service.world.announcements.length = 0;
  const seen = (live = foreign) => ({ live, now: service.world.now(), record: service.world.record });
  const tell = () => tellOfForeignAction(memoryPorts(service.world), seen(), 'somebody else’s');
  return { ...service, seen, tell };
}

describe('a default action of somebody else’s', () => {
  it('is told under the version that production runs, and when that was is noted', async () => {
    const { tell, world } = await adopted();
    await expect(tell()).rejects.toMatchObject({ name: 'WeightsDrifted', message: 'somebody else’s' });
    expect(world.announcements).toMatchObject([{ kind: 'drift found', version: '3', message: 'somebody else’s' }]);
    expect(world.record.adopted?.foreignSince).toBe(world.now().toISOString());
  });

  it('is told of a production that somebody has split as well', async () => {
    const { tell, world } = await adopted();
    world.hook = ({ name }) => {
      if (name === 'versions.readAlias') throw new ContractError('VersionDrifted', 'alias production is split');
    };
    await expect(tell()).rejects.toMatchObject({ name: 'WeightsDrifted' });
    expect(world.announcements).toMatchObject([{ kind: 'drift found', version: 'unknown' }]);
  });

  it('is failed for and not told where nothing is adopted', async () => {
    const { world } = memoryService();
    await expect(
      tellOfForeignAction(memoryPorts(world), { live: foreign, now: START, record: world.record }, 'words'),
    ).rejects.toMatchObject({ name: 'WeightsDrifted', message: 'words' });
    expect(world.announcements).toEqual([]);
    expect(world.written).toEqual([]);
  });

  it('is over once it is ours again, and not before', async () => {
    const { seen, tell, world } = await adopted();
    await expect(tell()).rejects.toThrow('somebody else’s');
    const noted = world.record;
    await noteOursAgain(memoryPorts(world), seen(foreign));
    expect(world.record).toEqual(noted);
    await noteOursAgain(memoryPorts(world), { ...seen(), live: ours });
    expect(world.record.adopted).not.toHaveProperty('foreignSince');
  });

  it('that never was has nothing noted', async () => {
    const { seen, world } = await adopted();
    const { revision } = world.record;
    await noteOursAgain(memoryPorts(world), { ...seen(), live: ours });
    expect(world.record.revision).toBe(revision);
  });
});
