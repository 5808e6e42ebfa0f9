import { describe, expect, it } from 'vitest';
import { isPreviousBack, restorePrevious } from '../../../../handlers/protocol/lambda/previous-alias.ts';
import type { OpenRollout } from '../../../../rollout/record/record.ts';
import { open, split } from '../../support/aliases.ts';

/** From 3 to 1, where it kept 2. */
const took = (over: Partial<OpenRollout> = {}) => {
  const revert = { kind: 'revert', version: '1', previousVersion: '3', phase: 'rolling back' } as const;
  const service = open({ ...revert, previousKept: '2', ...over });
  service.world.moveAlias('the claim', 'previous', '1');
  return service;
};

describe('previous in the rollback of a revert that took it along', () => {
  it('is put back', async () => {
    const { ports, rollout, world } = took();
    expect(await isPreviousBack(ports, rollout)).toBe(false);
    await restorePrevious(ports, rollout);
    expect(world.alias('previous').version).toBe('2');
    expect(await isPreviousBack(ports, rollout)).toBe(true);
  });

  it('is asked for nothing where no revert took it', async () => {
    const { calls, ports, rollout } = open({ phase: 'rolling back' });
    await restorePrevious(ports, rollout);
    expect(await isPreviousBack(ports, rollout)).toBe(true);
    expect(calls).toEqual([]);
  });

  type Happens = (service: ReturnType<typeof took>) => unknown;
  it.each<[string, Happens, Partial<OpenRollout>]>([
    ['the rollback was finished by somebody else', ({ world }) => (world.record = { revision: 2 }), {}],
    ['production could not be put back', () => {}, { notRestored: true }],
    ['what it kept is gone', ({ world }) => world.versions.delete('2'), {}],
    ['somebody has moved it', ({ world }) => world.moveAlias('somebody', 'previous', '3'), {}],
    ['somebody has split it', ({ watch, world }) => (world.hook = watch(split)), {}],
  ])('stays where %s', async (_why, happens, over) => {
    const service = took(over);
    happens(service);
    const before = service.world.alias('previous');
    await restorePrevious(service.ports, service.rollout);
    expect(service.world.alias('previous')).toEqual(before);
  });
});
