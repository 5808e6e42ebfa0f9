import { expect, onTestFinished, test } from 'vitest';
import { newFolder } from './support/live-stage.ts';
import { sampleAssemblies } from './support/sample-assemblies.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

const PLAN = {
  steps: [10, 100].map((weight) => ({ weight, bakeSeconds: 300 })),
  checkSeconds: 60,
  settleSeconds: 60,
  watchSeconds: 60,
};

/** What its function calls its aliases: each actor, metric and permission must know that. */
const PREFIX = 'lattice-';

/** A release of that service, whose target groups report nothing, from the start to its end. */
async function released(candidate: string) {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const assemblyOf = sampleAssemblies(folder.path, { plan: PLAN, answersFrom: 'access-logs', aliasPrefix: PREFIX });
  const stage = await openVirtualStage(onTestFinished, { candidate, assemblyOf, doubts: ['silent-target-groups'] });
  const { operator } = stage;
  const release = await operator.startExecution();
  await stage.happening('ended', ({ execution }) => execution === release);
  await stage.atRest();
  const aliases = stage.cloud.functions.registry.all().flatMap((fn) => [...fn.aliases.keys()]);
  return { operator, aliases: aliases.toSorted(), execution: await operator.describeExecution(release) };
}

test('a release whose answers have status 5XX is rolled back by what access logs count', async () => {
  const { aliases, execution, operator } = await released('2.1.0-errors');
  expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(execution.cause).toMatch(/lattice|answers with status 5XX/);
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
  expect(await operator.aliases()).toMatchObject({ production: '1' });
  expect(aliases).toEqual(['lattice-canary', 'lattice-previous', 'lattice-production']);
});

test('a release with which nothing is wrong is promoted, although its answers are counted late', async () => {
  const { execution, operator } = await released('2.0.0');
  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(await operator.aliases()).toMatchObject({ production: '2' });
});
