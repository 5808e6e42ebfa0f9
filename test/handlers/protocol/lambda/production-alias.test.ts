import { describe, expect, it } from 'vitest';
import {
  isProductionBack,
  readUnsplit,
  restoreProduction,
} from '../../../../handlers/protocol/lambda/production-alias.ts';
import { ContractError } from '../../../../statemachine/contract/errors.ts';
import { contending, open, split } from '../../support/aliases.ts';

describe('production in a rollback', () => {
  const MOVED = { phase: 'rolling back', productionMoved: true } as const;
  const moved = () => {
    const service = open(MOVED);
    service.world.moveAlias('the promotion', 'production', '2');
    return service;
  };

  it('is asked for nothing where it never moved', async () => {
    const { calls, ports, rollout } = open({ phase: 'rolling back' });
    expect(await restoreProduction(ports, rollout)).toBe('in place');
    expect(await isProductionBack(ports, rollout)).toBe(true);
    expect(calls).toEqual([]);
  });

  it('is back at the third try where others write it, and given up after that', async () => {
    const twice = moved();
    twice.world.hook = twice.watch(contending(twice.world, 'production', 2));
    expect(await restoreProduction(twice.ports, twice.rollout)).toBe('restored');
    expect(twice.world.alias('production').version).toBe('1');
    const always = moved();
    always.world.hook = always.watch(contending(always.world, 'production', 9));
    await expect(restoreProduction(always.ports, always.rollout)).rejects.toThrow(
      'alias production was changed by others at each of 3 attempts to restore version 1',
    );
  });

  it('counts as moved by hand, and back, where somebody has split it', async () => {
    const { calls, ports, rollout, watch, world } = moved();
    world.hook = watch(split);
    expect(await restoreProduction(ports, rollout)).toBe('moved by hand');
    expect(await isProductionBack(ports, rollout)).toBe(true);
    expect(calls).not.toContain('versions.pointAlias');
  });

  it.each([new Error('throttled'), new ContractError('WeightsDrifted', 'not of an alias')])(
    'is not known when it cannot be read: %s',
    async (error) => {
      const { ports, world } = moved();
      world.hook = () => {
        throw error;
      };
      await expect(readUnsplit(ports, 'production')).rejects.toBe(error);
    },
  );
});
