import { newRollout } from '../../../rollout/claim/claim.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import type { Alias } from '../../../statemachine/contract/names.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { arn, memoryService, START } from '../../../verify/memory/service.ts';
import type { Call, World } from '../../../verify/memory/world.ts';

/** The record with this rollout of `a` open, which releases version 2 over 1 unless told. */
export function open(over: Partial<OpenRollout> = {}) {
  const { world } = memoryService(['1', '2', '3']);
  const rollout = { ...newRollout(arn('a'), '2', '1', START), ...over };
  world.record = { revision: 1, rollout };
  const calls: string[] = [];
  const watch =
    (also: (call: Call) => void = () => {}) =>
    (call: Call) => {
      if (call.moment === 'before') calls.push(call.name);
      also(call);
    };
  world.hook = watch();
  return { world, ports: memoryPorts(world, 'a'), rollout, calls, watch };
}

/** Somebody else writes this alias, where it is, before each of the first so many moves. */
export function contending(world: World, alias: Alias, times: number) {
  let left = times;
  return ({ name, moment }: Call): void => {
    if (name !== 'versions.pointAlias' || moment !== 'before' || left-- <= 0) return;
    world.moveAlias('somebody', alias, world.alias(alias).version);
  };
}
export const split = ({ name }: Call): void => {
  if (name === 'versions.readAlias') throw new ContractError('VersionDrifted', 'it is split');
};
