import { expect, onTestFinished, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { assemblyOf } from './support/live-stage.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

const onDeploy = (release: string) => assemblyOf(`on-deploy-${release}`);

test('a deploy while a release runs is refused, and released once that has ended', async () => {
  const stage = await openVirtualStage(onTestFinished, { candidate: '2.0.0', assemblyOf: onDeploy });
  const { operator, cloud } = stage;
  const ending = async (execution: string) => {
    const { state } = await stage.happening('ended', (ended) => ended.execution === execution);
    return { state, ...(await operator.describeExecution(execution)) };
  };

  const first = await stage.happening('started', () => true);
  await stage.happening('weights', ({ canary }) => canary > 0);
  await cloud.deploy(onDeploy('2.1.0-errors'));
  const refused = await stage.happening('started', ({ execution }) => execution !== first.execution);
  expect(refused.input).toEqual({ onDeploy: true });
  expect(await ending(refused.execution)).toMatchObject({ state: StateName.refused, error: 'RolloutInProgress' });

  expect(await ending(first.execution)).toEqual({ status: 'SUCCEEDED', state: StateName.promoted });
  const earlier = [first.execution, refused.execution];
  const queued = await stage.happening('started', ({ execution }) => !earlier.includes(execution));
  expect(queued.input).toEqual({ onDeploy: true, after: first.execution });
  await stage.happening('weights', ({ at, canary }) => at > queued.at && canary > 0);
  expect(await operator.aliases()).toEqual({ production: '2', canary: '3', previous: '1' });

  // It fails users and is rolled back, while a newer one was deployed: that follows when the alarms are off.
  await cloud.deploy(onDeploy('2.1.0-slow'));
  expect(await ending(queued.execution)).toMatchObject({ state: StateName.rolledBack, error: 'CanaryRolledBack' });
  const known = [...earlier, queued.execution];
  const newer = await stage.happening(
    'started',
    ({ execution, input }) => !known.includes(execution) && JSON.stringify(input).includes('after'),
  );
  expect(newer.input).toEqual({ onDeploy: true, after: queued.execution });
  await stage.happening('weights', ({ at, canary }) => at > newer.at && canary > 0);
  expect(await operator.aliases()).toEqual({ production: '2', canary: '4', previous: '1' });

  // What a person wants back stays back, and nothing starts after that.
  await cloud.deploy(onDeploy('2.1.0-throws'));
  await operator.publishToRollbackTopic('peace, please');
  const { error, cause } = await ending(newer.execution);
  expect(error).toBe('CanaryRolledBack');
  expect(cause).toBe('as asked, version 4 was rolled back: peace, please');
  await stage.atRest();
  await cloud.advance(600);
  expect(await operator.aliases()).toEqual({ production: '2', canary: '4', previous: '1' });
});
