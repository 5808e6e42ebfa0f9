import { describe, expect, it } from 'vitest';
import { ATTEMPTS, changeRecord } from '../../../handlers/protocol/record.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { memoryService } from '../../../verify/memory/service.ts';

/** Others write the record before each of the first so many writes. */
function contended(times: number) {
  const { world } = memoryService();
  let left = times;
  let decisions = 0;
  world.hook = ({ name, moment }) => {
    if (name !== 'records.compareAndSet' || moment !== 'before' || left-- <= 0) return;
    world.record = { ...world.record, revision: world.record.revision + 1 };
  };
  const change = () =>
    changeRecord(memoryPorts(world).records, ({ revision }) => {
      decisions++;
      return { write: { lastPromoted: String(revision) }, result: revision };
    });
  return { world, change, decisions: () => decisions };
}

describe('a change of the record', () => {
  it.each([0, 1, ATTEMPTS - 1])('is decided again on what %i others wrote in between', async (times) => {
    const { change, decisions, world } = contended(times);
    expect(await change()).toBe(times);
    expect(decisions()).toBe(times + 1);
    expect(world.record).toEqual({ revision: times + 1, lastPromoted: String(times) });
  });

  it('is given up when others keep writing, and says what to do', async () => {
    const { change, decisions, world } = contended(ATTEMPTS);
    await expect(change()).rejects.toThrow(/changed by others at each of 5 attempts; run this again/);
    expect(decisions()).toBe(ATTEMPTS);
    expect(world.record.lastPromoted).toBeUndefined();
  });

  it('that writes nothing is decided once', async () => {
    const { world } = memoryService();
    expect(await changeRecord(memoryPorts(world).records, () => ({ result: 'as it is' }))).toBe('as it is');
    expect(world.record.revision).toBe(0);
  });
});
