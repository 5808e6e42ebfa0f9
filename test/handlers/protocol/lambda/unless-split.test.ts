import { expect, it } from 'vitest';
import { unlessSplit } from '../../../../handlers/protocol/lambda/unless-split.ts';
import { ContractError } from '../../../../statemachine/contract/errors.ts';

const failing = (why: Error) => unlessSplit(() => Promise.reject(why));

it('a repair says what it did, or what a person has split', async () => {
  expect(await unlessSplit(() => Promise.resolve('; it is back'))).toBe('; it is back');
  expect(await failing(new ContractError('VersionDrifted', 'alias preview is split'))).toBe('; alias preview is split');
});

it.each([
  new Error('throttled'),
  new ContractError('WeightsDrifted', 'not of an alias'),
  Object.assign(new Error('of somebody else'), { name: 'VersionDrifted' }),
])('a repair that fails otherwise fails the watchdog, so that its alarm rings: %s', async (error) => {
  await expect(failing(error)).rejects.toBe(error);
});
