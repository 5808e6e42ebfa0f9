import { describe, expect, it } from 'vitest';
import { changeable, type AdoptablePorts } from '../../../handlers/protocol/adoptable.ts';
import { canaryAt } from '../../../rollout/weights.ts';
import { LISTENER_ID, memoryPorts } from '../../../verify/memory/ports.ts';
import type { MemoryService } from '../../../verify/memory/service.ts';
import type { OthersListener } from '../../../verify/memory/world.ts';
import { named } from '../support/baking.ts';
import { adopt, group, others, SERVES_3 } from '../support/others.ts';

const change = ({ world }: MemoryService, to: 'adopt' | 'give back', evenIf?: string) => {
  const ports = memoryPorts(world) as AdoptablePorts;
  const wanted = to === 'adopt' ? { to } : { to, ...(evenIf !== undefined && { evenIf }) };
  return changeable(ports, world.record, wanted);
};
/** An adopted listener whose way back is by two groups. */
async function byTwoGroups(aliases: Record<string, string>): Promise<MemoryService> {
  const action = { 'tg-old': 90, 'tg-new': 10 };
  const targets = [group('live'), group('next', 'tg-new')];
  const service = others({ action, targets, aliases: { live: '3', next: '3' } });
  await adopt(service);
  service.world.others = { action, targets, aliases };
  return service;
}

const serving = (over: Partial<OthersListener>, published: readonly string[] = []) => {
  const service = others(over);
  for (const version of published) service.world.versions.add(version);
  return change(service, 'adopt');
};

describe('what a listener of others serves', () => {
  it('is what is adopted, with what there is to go back to', async () => {
    expect(await serving({})).toStrictEqual({
      task: { to: 'adopt', listener: LISTENER_ID, before: { 'tg-old': 100 } },
      version: '3',
      production: '1',
    });
  });

  it.each([
    ['a version by its number, of however many digits', { targets: [group('12')] }, '12'],
    ['an alias whose name begins with digits', { targets: [group('2live')], aliases: { '2live': '3' } }, '3'],
    ['an alias whose name ends with digits', { targets: [group('live2')], aliases: { live2: '3' } }, '3'],
  ])('may be %s', async (_what, over, version) => {
    expect(await serving(over, ['12'])).toMatchObject({ version });
  });

  it('must be a version that is published', async () => {
    await expect(serving({ targets: [group('9')] })).rejects.toThrow(named('VersionNotFound', /version 9/));
  });

  it('may be one version by two groups', async () => {
    const over = { action: { 'tg-old': 90, 'tg-new': 10 }, targets: [group('3'), group('live', 'tg-new')] };
    expect(await serving(over)).toMatchObject({ version: '3' });
  });
});

describe('our own groups in a listener that nobody has adopted by the record', () => {
  it('are adopted at rest, and the way back is not known', async () => {
    const service = others();
    service.world.writeWeights('before the record was lost', canaryAt(0));
    expect(await change(service, 'adopt')).toMatchObject({ task: { before: {} }, version: '1', production: '1' });
  });

  it('are not while the canary has weight', async () => {
    const service = others();
    service.world.writeWeights('before the record was lost', canaryAt(10));
    await expect(change(service, 'adopt')).rejects.toThrow(named('CannotAdopt', /production 90, canary 10, expected/));
  });
});

describe('a listener is given back', () => {
  it('to what it was, while production runs what that serves', async () => {
    const service = others();
    await adopt(service);
    expect(await change(service, 'give back')).toStrictEqual({
      task: { to: 'give back', listener: LISTENER_ID, before: { 'tg-old': 100 } },
      version: '3',
      production: '3',
    });
  });

  it('not while what it was is not known', async () => {
    const service = others();
    service.world.writeWeights('before the record was lost', canaryAt(0));
    await adopt(service);
    await expect(change(service, 'give back')).rejects.toThrow(named('CannotReleaseListener', /is not known/));
  });

  it.each<[string, (service: MemoryService) => void]>([
    ['the canary has weight', ({ world }) => world.writeWeights('a person', canaryAt(10))],
    ['somebody else’s action is in it', ({ world }) => world.writeAction('a person', { 'tg-other': 100 })],
  ])('not while %s', async (_what, happens) => {
    const service = others();
    await adopt(service);
    happens(service);
    await expect(change(service, 'give back')).rejects.toThrow(named('WeightsDrifted', /expected production 100/));
  });

  it('not where it would serve another version beside that of production, also where that is named', async () => {
    const service = await byTwoGroups({ live: '3', next: '4' });
    await expect(change(service, 'give back')).rejects.toThrow(named('CannotReleaseListener', /would serve 3, 4/));
    await expect(change(service, 'give back', '4')).rejects.toThrow(named('CannotReleaseListener'));
  });

  it('where all of it would serve one other version, and that is named', async () => {
    const service = await byTwoGroups({ live: '4', next: '4' });
    await expect(change(service, 'give back')).rejects.toThrow(named('CannotReleaseListener', /"evenIf":"4"/));
    expect(await change(service, 'give back', '4')).toMatchObject({ production: '3' });
  });

  it('not to an alias of whatever was deployed last', async () => {
    const service = others();
    await adopt(service);
    service.world.others = { ...SERVES_3, aliases: { live: '$LATEST' } };
    await expect(change(service, 'give back')).rejects.toThrow(named('CannotReleaseListener', /\$LATEST/));
  });
});
