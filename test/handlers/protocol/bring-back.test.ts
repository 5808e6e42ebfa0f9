import { describe, expect, it } from 'vitest';
import { bringVersionBack } from '../../../handlers/protocol/bring-back.ts';
import { askedTrigger, arn, bringTo, memoryService, ownTrigger } from '../../../verify/memory/service.ts';
import { on } from '../../../verify/memory/hooks.ts';
import { recordingLog } from '../../../verify/memory/log.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import type { Call } from '../../../verify/memory/world.ts';
import { others } from '../support/others.ts';

/** A promotion that is being rolled back, with a preview beside it. */
async function promoted() {
  const service = memoryService(['1', '2', '3'], { preview: true });
  const a = service.execution('a');
  await bringTo(service, a, 'promoted');
  return { ...service, a };
}

describe('what a rollback does to the version', () => {
  it('comes after the listener, and before what testers reach and the metric', async () => {
    const { a, world } = await promoted();
    const calls: string[] = [];
    world.hook = ({ name, moment }: Call) =>
      void (moment === 'before' && /write|pointAlias|canaryWeight/.test(name) && calls.push(name));
    await a.rollBack();
    expect(calls).toEqual(['listener.write', 'versions.pointAlias', 'preview.pointAlias', 'meter.canaryWeight']);
    expect([world.alias('production').version, world.alias('preview').version]).toEqual(['1', '1']);
    expect(world.metered.at(-1)).toBe(0);
  });

  it('is nothing where somebody else has finished it: no alias moves, the preview neither', async () => {
    const service = await promoted();
    const { a, world } = service;
    await a.rollBack();
    const { rollout } = world.record;
    await a.close('rolled back');
    const calls: string[] = [];
    world.hook = ({ name, moment }: Call) => void (moment === 'before' && calls.push(name));
    expect(rollout && (await bringVersionBack(memoryPorts(world, 'late'), recordingLog(), rollout))).toBe('superseded');
    expect(calls).toEqual(['versions.readAlias', 'records.read']);
  });
});

const gone = async () => {
  const service = await promoted();
  service.world.versions.delete('1');
  return service;
};

const failed = ({ announcements }: { readonly announcements: readonly { readonly kind: string }[] }) =>
  announcements.filter(({ kind }) => kind === 'rollback failed').length;

describe('a version before that is gone', () => {
  it('is noted once, and told again under the same id', async () => {
    const { a, world } = await gone();
    await a.rollBack();
    const { revision } = world.record;
    await a.rollBack();
    // The revocation alone, which is the rescuer's heartbeat.
    expect(world.record.revision).toBe(revision + 1);
    expect(failed(world)).toBe(2);
    expect(new Set(world.announcements.map(({ eventId }) => eventId)).size).toBe(world.announcements.length - 1);
  });

  it('is noted in no rollout but its own: one that is finished meanwhile stays as it is', async () => {
    const { a, execution, world } = await gone();
    world.hook = on('r', 'versions.exists', 'after', async () => {
      await a.close('rolled back', arn('a'));
    });
    expect(await execution('r').rollBack(askedTrigger({ reason: 'stop' }))).toMatchObject({
      error: 'CannotRestoreProduction',
    });
    expect(world.record.rollout).toBeUndefined();
    expect(world.record.last).toMatchObject({ id: arn('a'), outcome: 'rolled back' });
  });

  it('is an error by the rollout’s name, and so is a production that was moved by hand', async () => {
    const { a, log, world } = await gone();
    await a.rollBack();
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', extra: { rollout: arn('a') } });
    world.moveAlias('a person', 'production', '3');
    await a.rollBack();
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/^production was moved by hand/) as string,
      extra: { rollout: arn('a') },
    });
  });

  it('leaves the preview at production, which keeps the version', async () => {
    const { a, world } = await gone();
    await a.rollBack();
    expect(world.alias('preview').version).toBe('2');
  });
});

describe('a listener of others that somebody has written meanwhile', () => {
  it('is left alone, and that is told under its own id', async () => {
    const service = others();
    const execution = service.execution('giving');
    const adopting = service.execution('adopting');
    for (const step of ['claim', 'write', 'close'] as const) await adopting.listener(step);
    await execution.listener('claim', { releaseListener: true });
    service.world.writeAction('a person', { 'tg-other': 100 });
    await execution.rollBack(ownTrigger('WeightsDrifted', 'changed'));
    expect(service.world.split).toBe('tg-other 100');
    const told = service.world.announcements.filter(({ kind }) => kind === 'drift found');
    expect(told).toMatchObject([
      {
        eventId: `${arn('giving')}:drift-found:of-the-listener`,
        message: expect.stringMatching(/is left alone/) as string,
      },
    ]);
    expect(service.log.lines).toMatchObject([
      { level: 'error', message: told[0]?.message, extra: { rollout: arn('giving') } },
    ]);
  });
});
