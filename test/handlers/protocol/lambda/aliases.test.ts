import { describe, expect, it } from 'vitest';
import { requireVersionsInPlace } from '../../../../handlers/protocol/lambda/aliases.ts';
import type { CheckArgs } from '../../../../statemachine/contract/rows/check.ts';
import { open } from '../../support/aliases.ts';
import { named } from '../../support/baking.ts';

describe('where a check wants the aliases', () => {
  const args = { subject: 'canary', version: '2', previousVersion: '1' } as CheckArgs;

  it('is at the versions of the rollout', async () => {
    const { ports, world } = open();
    await expect(requireVersionsInPlace(ports, args)).rejects.toThrow(named('VersionDrifted', /alias canary/));
    world.moveAlias('the claim', 'canary', '2');
    await requireVersionsInPlace(ports, args);
    world.moveAlias('somebody', 'production', '3');
    await expect(requireVersionsInPlace(ports, args)).rejects.toThrow(named('VersionDrifted', /alias production/));
  });

  it('is anywhere for the canary of a revert, which is only reported on', async () => {
    const { ports, world } = open();
    const reverted = { ...args, subject: 'production', version: '1', reportOnly: true } as CheckArgs;
    world.moveAlias('the release before', 'canary', '3');
    await requireVersionsInPlace(ports, reverted);
    await expect(requireVersionsInPlace(ports, { ...reverted, reportOnly: false })).rejects.toThrow(
      named('VersionDrifted', /alias canary/),
    );
  });
});
