import { expect, onTestFinished, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { newFolder } from './support/live-stage.ts';
import { sampleAssemblies } from './support/sample-assemblies.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

const PLAN = {
  steps: [{ weight: 95, bakeSeconds: 300 }],
  checkSeconds: 60,
  settleSeconds: 60,
  watchSeconds: 60,
};

test('a release whose last weight is 95 bakes beside production, gets everything and is promoted', async () => {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const assemblyOf = sampleAssemblies(folder.path, { plan: PLAN });
  const stage = await openVirtualStage(onTestFinished, { candidate: '2.0.0', assemblyOf });
  const { operator } = stage;

  const release = await operator.startExecution();
  const entered = (name: string) =>
    stage.happening('state', ({ execution, state }) => execution === release && state === name);
  const gets = (weight: number) => stage.happening('weights', ({ canary }) => canary === weight);
  const shifts = [await gets(95), await gets(100)].map(({ at, production }) => ({ at, production }));
  expect(shifts.map(({ production }) => production)).toEqual([5, 0]);
  const settling = await entered(StateName.settle(100));
  const promoting = await entered(StateName.promote);
  expect(promoting.at - settling.at).toBeGreaterThanOrEqual(60_000);
  expect((shifts[1]?.at ?? 0) - (shifts[0]?.at ?? 0)).toBeGreaterThanOrEqual(360_000);

  await stage.happening('ended', ({ execution }) => execution === release);
  expect(await operator.describeExecution(release)).toMatchObject({ status: 'SUCCEEDED' });
  await stage.atRest();
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
  expect(await operator.aliases()).toMatchObject({ production: '2', previous: '1' });
  await stage.load.stop();
  expect(stage.load.report().versions.map(({ version, failures }) => ({ version, failures }))).toEqual([
    { version: '1', failures: 0 },
    { version: '2', failures: 0 },
  ]);
});
