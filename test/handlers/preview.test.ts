import { describe, expect, it } from 'vitest';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { previewBelongs } from '../../rollout/lambda/preview.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { on } from '../../verify/memory/hooks.ts';
import { arn, bringTo, memoryService, type MemoryService, type Stage } from '../../verify/memory/service.ts';
import { eachDeath } from './support/deaths.ts';

const previewed = () => memoryService(['1', '2', '3'], { preview: true });

async function released(stage: Stage): Promise<MemoryService> {
  const service = previewed();
  await bringTo(service, service.execution('a'), stage);
  return service;
}
const previewOf = ({ world }: MemoryService) => world.alias('preview').version;
/** What was written, in order, without the revisions. */
const written = ({ world }: MemoryService, by: string) =>
  world.written.filter(({ actor }) => actor === by).map(({ what }) => what);
const failing =
  (call: string, error = new Error('Lambda does not answer')) =>
  ({ name, moment }: { readonly name: string; readonly moment: string }) => {
    if (name === call && moment === 'before') throw error;
  };

describe('where the preview belongs', () => {
  const rollout = {
    id: 'a',
    version: '2',
    previousVersion: '1',
    claimedAt: '',
    confirmedWeight: 0,
    intendedWeight: 0,
    productionMoved: false,
  };
  it.each<[string, RolloutRecord, ReturnType<typeof previewBelongs>]>([
    ['at rest at production', { revision: 1 }, 'production'],
    ['in a release at its version', { revision: 1, rollout: { ...rollout, phase: 'advancing' } }, { at: '2' }],
    ['in one that promotes too', { revision: 1, rollout: { ...rollout, phase: 'promoting' } }, { at: '2' }],
    ['in one whose rollback stands by too', { revision: 1, rollout: { ...rollout, phase: 'held' } }, { at: '2' }],
    ['in a rollback at production', { revision: 1, rollout: { ...rollout, phase: 'rolling back' } }, 'production'],
    [
      'in a revert at production',
      { revision: 1, rollout: { ...rollout, kind: 'revert', phase: 'promoting' } },
      'production',
    ],
  ])('is %s', (_title, record, expected) => {
    expect(previewBelongs(record)).toEqual(expected);
  });
});

describe('the preview', () => {
  it('shows the version of a release from its claim on, before users have any weight', async () => {
    const service = previewed();
    expect(previewOf(service)).toBe('1');
    await service.execution('a').claim();
    expect(previewOf(service)).toBe('2');
    expect(service.world.split).toBe('100/0');
  });

  it('stays with a version that is promoted', async () => {
    const service = await released('promoted');
    await service.execution('a').shift(0);
    await service.execution('a').close();
    expect([previewOf(service), service.world.alias('production').version]).toEqual(['2', '2']);
  });

  it('goes back with a rollback, after the traffic and after production', async () => {
    const service = await released('promoted');
    await service.execution('b').rollBack({ kind: 'asked', input: { rollback: { reason: 'no' } } });
    expect(previewOf(service)).toBe('1');
    expect(written(service, 'b').slice(-3)).toEqual(['weights 100/0', 'production 1', 'preview 1']);
  });

  it('goes back with a revert, after production', async () => {
    const service = await released('promoted');
    await service.execution('a').shift(0);
    await service.execution('a').close();
    const revert = service.execution('r', { version: '1', previousVersion: '2' });
    await revert.claim({ revert: true });
    expect(previewOf(service)).toBe('2');
    await revert.revert();
    expect(previewOf(service)).toBe('1');
    expect(written(service, 'r').slice(-2)).toEqual(['production 1', 'preview 1']);
  });

  it.each(['preview.readAlias', 'preview.pointAlias'])(
    'makes no rollback fail or stop short when %s fails; it is told, and a later round makes it good',
    async (call) => {
      const service = await released('promoted');
      service.world.hook = failing(call);
      const result = await service.execution('a').rollBack();
      expect(result).toMatchObject({ outcome: 'settle' });
      expect([service.world.split, service.world.alias('production').version]).toEqual(['100/0', '1']);
      expect(previewOf(service)).toBe('2');
      expect(service.log.lines).toContainEqual(
        expect.objectContaining({ level: 'error', message: expect.stringContaining('alias preview') as string }),
      );
      service.world.hook = () => {};
      expect((await service.watchdog()).message).toContain('alias preview was not where it belongs');
      expect(previewOf(service)).toBe('1');
    },
  );

  it('fails a claim that cannot point it, and a claim that is tried again does', async () => {
    const service = previewed();
    service.world.hook = failing('preview.pointAlias');
    await expect(service.execution('a').claim()).rejects.toThrow('Lambda does not answer');
    service.world.hook = () => {};
    expect(await service.execution('a').claim()).toMatchObject({ outcome: 'claimed' });
    expect(previewOf(service)).toBe('2');
  });

  it('is not moved by a roll-back that wakes up when the next release has claimed', async () => {
    const service = await released('at 10');
    service.world.hook = on('a', 'preview.pointAlias', 'before', async () => {
      // The watchdog did it meanwhile, the rollback was closed and the next release began.
      await service.watchdog();
      await service.execution('a').confirm();
      await service.execution('c').close('rolled back', arn('a'));
      await service.execution('b', { version: '3' }).claim({ version: '3' });
      expect(previewOf(service)).toBe('3');
    });
    await service.execution('a').rollBack();
    expect(previewOf(service)).toBe('3');
  });
});

describe('a watchdog round', () => {
  it('puts the preview back at rest', async () => {
    const service = previewed();
    service.world.moveAlias('person', 'preview', '3');
    expect((await service.watchdog()).message).toBe(
      'the service is at rest; alias preview was not where it belongs, it is at version 1 now',
    );
    expect((await service.watchdog()).message).toBe('the service is at rest');
  });

  it('puts it back to the version that is being released', async () => {
    const service = await released('at 10');
    service.world.moveAlias('person', 'preview', '1');
    await service.watchdog();
    expect(previewOf(service)).toBe('2');
  });

  it('fails when Lambda does not let it, after everything else', async () => {
    const service = await released('at 10');
    service.world.moveAlias('person', 'preview', '1');
    service.world.hook = failing('preview.pointAlias');
    await expect(service.watchdog()).rejects.toThrow('Lambda does not answer');
    expect(service.world.metered.at(-1)).toBe(10);
  });

  it('leaves alone what a person has split, and says so', async () => {
    const service = previewed();
    service.world.hook = failing('preview.readAlias', new ContractError('VersionDrifted', 'alias preview sends 5 %'));
    expect((await service.watchdog()).message).toBe('the service is at rest; alias preview sends 5 %');
  });
});

interface Ending {
  readonly of: string;
  readonly at?: Stage;
  readonly run: (service: MemoryService) => Promise<unknown>;
}
const ENDINGS: readonly Ending[] = [
  { of: 'a claim', run: (service) => service.execution('a').claim() },
  { of: 'a rollback at 10', at: 'at 10', run: (service) => service.execution('a').rollBack() },
  { of: 'a rollback after the promotion', at: 'promoted', run: (service) => service.execution('a').rollBack() },
];

it.each(ENDINGS)('is where it belongs rounds after $of died at any moment', async ({ at, run }) => {
  const start = () => (at === undefined ? Promise.resolve(previewed()) : released(at));
  await eachDeath(start, run, 4, (service, n) =>
    expect([n, previewOf(service)]).toEqual([n, service.world.alias('production').version]),
  );
});

it("is nobody's concern where a service has none", async () => {
  const service = memoryService();
  const calls = new Set<string>();
  service.world.hook = ({ name }) => void calls.add(name);
  await bringTo(service, service.execution('a'), 'at 10');
  await service.execution('a').rollBack();
  await service.watchdog();
  expect([...calls].filter((name) => name.startsWith('preview.'))).toEqual([]);
  expect(service.world.aliases.size).toBe(3);
});
