import { describe, expect, it } from 'vitest';
import { promoteCanary, revertToPrevious } from '../../../../handlers/protocol/lambda/move-alias.ts';
import { memoryPorts } from '../../../../verify/memory/ports.ts';
import { arn, bringTo, memoryService } from '../../../../verify/memory/service.ts';
import type { World } from '../../../../verify/memory/world.ts';
import { open } from '../../support/aliases.ts';
import { named } from '../../support/baking.ts';

const at100 = async () => {
  const service = memoryService(['1', '2', '3']);
  await bringTo(service, service.execution('a'), 'at 100');
  return { ...service, ports: memoryPorts(service.world, 'a') };
};

const moves = ({ written }: World) =>
  written.filter(({ what }) => /^(previous|production) /.test(what)).map(({ what }) => what);

describe('a promotion', () => {
  it('moves production alone where previous keeps its version already', async () => {
    const { calls, world, ports } = { ...(await at100()), calls: [] as string[] };
    world.hook = ({ name, moment }) => void (moment === 'before' && calls.push(name));
    await promoteCanary(ports, arn('a'));
    expect(moves(world)).toEqual(['production 2']);
    expect(calls.filter((name) => name === 'versions.pointAlias')).toHaveLength(1);
  });

  it('goes on where a call whose answer was lost has moved production', async () => {
    const { ports, world } = await at100();
    world.hook = ({ name, moment }) => {
      if (name === 'versions.pointAlias' && moment === 'before') world.moveAlias('an earlier call', 'production', '2');
    };
    expect(await promoteCanary(ports, arn('a'))).toMatchObject({ phase: 'promoting', productionMoved: true });
  });

  it('fails where somebody moves production elsewhere meanwhile, and leaves it there', async () => {
    const { ports, world } = await at100();
    world.hook = ({ name, moment }) => {
      if (name === 'versions.pointAlias' && moment === 'before') world.moveAlias('somebody', 'production', '3');
    };
    await expect(promoteCanary(ports, arn('a'))).rejects.toThrow(named('VersionDrifted', /from version 1 to 3/));
    expect(world.alias('production').version).toBe('3');
  });
});

it('a revert moves production only from where the claim found it, and notes nothing otherwise', async () => {
  const { ports, world } = open({ kind: 'revert', version: '1', previousVersion: '2' });
  world.moveAlias('somebody', 'production', '3');
  await expect(revertToPrevious(ports, arn('a'))).rejects.toThrow(named('VersionDrifted', /is at version 3/));
  expect(world.record.rollout).toMatchObject({ phase: 'advancing', productionMoved: false });
  expect(world.alias('production').version).toBe('3');
});
