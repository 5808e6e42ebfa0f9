import { describe, expect, it } from 'vitest';
import { pointAtClaimed } from '../../../../handlers/protocol/lambda/claimed-alias.ts';
import { contending, open } from '../../support/aliases.ts';
import { named } from '../../support/baking.ts';

describe('the alias of a claim', () => {
  it('is not touched where it is in place already', async () => {
    const { calls, ports, rollout, world } = open();
    world.moveAlias('an earlier call', 'canary', '2');
    await pointAtClaimed(ports, rollout, 'canary');
    expect(calls).not.toContain('versions.pointAlias');
  });

  it('is moved at the second try where somebody wrote it, and given up after that', async () => {
    const once = open();
    once.world.hook = once.watch(contending(once.world, 'canary', 1));
    await pointAtClaimed(once.ports, once.rollout, 'canary');
    expect(once.world.alias('canary').version).toBe('2');
    const always = open();
    always.world.hook = always.watch(contending(always.world, 'canary', 9));
    await expect(pointAtClaimed(always.ports, always.rollout, 'canary')).rejects.toThrow(
      named('VersionDrifted', /alias canary is at version 1 and does not stay at 2/),
    );
    expect(always.calls.filter((name) => name === 'versions.pointAlias')).toHaveLength(2);
  });

  it('is looked at once more after the last try: a call whose answer was lost may have moved it', async () => {
    const { ports, rollout, watch, world } = open();
    let tries = 0;
    world.hook = watch(({ name, moment }) => {
      if (name !== 'versions.pointAlias' || moment !== 'before') return;
      world.moveAlias('an earlier call', 'canary', ++tries === 2 ? '2' : '1');
    });
    await pointAtClaimed(ports, rollout, 'canary');
    expect(world.alias('canary').version).toBe('2');
  });
});
