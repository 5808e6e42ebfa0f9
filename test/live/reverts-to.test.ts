import { expect, onTestFinished, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { assemblyOf } from './support/live-stage.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

const onDeploy = (release: string) => assemblyOf(`on-deploy-${release}`);

test('production goes to any version that was promoted and to no other, and previous with it', async () => {
  const stage = await openVirtualStage(onTestFinished, { candidate: '2.0.0', assemblyOf: onDeploy });
  const { operator } = stage;
  const ending = async (execution: string) => {
    const { state } = await stage.happening('ended', (ended) => ended.execution === execution);
    return { state, ...(await operator.describeExecution(execution)) };
  };
  const revertTo = async (to: string) => ending(await operator.startExecution({ revert: { to } }));
  const { execution } = await stage.happening('started', () => true);
  expect(await ending(execution)).toMatchObject({ state: StateName.promoted });
  await stage.atRest();

  expect(await revertTo('9')).toMatchObject({ state: StateName.refused, error: 'NeverPromoted' });
  expect(await operator.aliases()).toEqual({ production: '2', canary: '2', previous: '1' });
  expect(await revertTo('1')).toMatchObject({ state: StateName.reverted });
  await stage.atRest();
  // Previous keeps 1 by now, and goes along.
  expect(await revertTo('2')).toMatchObject({ state: StateName.reverted });
  await stage.atRest();
  expect(await operator.aliases()).toEqual({ production: '2', canary: '2', previous: '2' });
  expect(await revertTo('2')).toMatchObject({ state: StateName.nothingToRevert });
});
