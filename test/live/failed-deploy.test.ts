import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { assemblyOf, newFolder, openLiveStage } from './support/live-stage.ts';

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: object; readonly DependsOn?: readonly string[] }>;
}

/** A copy of a release's assembly whose deployment fails at an alias of no version, after everything else is done. */
function failingAt(folder: string, release: string): string {
  cpSync(assemblyOf(release), folder, { recursive: true });
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json')) ?? '');
  const { Resources, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const [version] = Object.entries(Resources).flatMap(([id, { Type, Properties }]) => (Type === 'AWS::Lambda::Version' ? [{ id, ...(Properties as { FunctionName: unknown }) }] : []));
  const Properties = { FunctionName: version?.FunctionName, FunctionVersion: '999', Name: 'broken' };
  const Broken = { Type: 'AWS::Lambda::Alias', Properties, DependsOn: Object.keys(Resources) };
  writeFileSync(file, JSON.stringify({ ...rest, Resources: { ...Resources, Broken } }));
  return folder;
}

test('a deploy that fails after it has published its version is undone, and the same code deploys and is released', async () => {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const stage = await openLiveStage({ candidate: '1.0.0', speed: 240, rps: 100 });
  onTestFinished(() => stage.close());
  const { operator, cloud } = stage;
  const untouched = async () => {
    expect(await operator.aliases()).toEqual({ production: '1', canary: '1', previous: '1' });
    expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
  };
  const functionName = cloud.outputs['FunctionName'] ?? '';
  const published = () => [...cloud.functions.registry.get(functionName).versions.keys()];

  await expect(cloud.deploy(failingAt(folder.path, '2.0.0'))).rejects.toThrow(/failed at Broken \(AWS::Lambda::Alias\): Function not found.*\nthe stack is as before/);
  expect(cloud.deployer.describeStack('CanaryDeploymentLatticeStack').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(published()).toEqual(['1']);
  await untouched();

  await cloud.deploy(assemblyOf('2.0.0'));
  // Version 2 was the failed deploy's; Lambda gives no number twice.
  expect(published()).toEqual(['1', '3']);
  expect(cloud.outputs['CanaryVersion']).toBe('3');
  await untouched();

  const release = await operator.startExecution();
  expect(await stage.happening('ended', ({ execution }) => execution === release)).toMatchObject({ status: 'SUCCEEDED', state: StateName.promoted });
  await stage.atRest();
  expect(await operator.aliases()).toEqual({ production: '3', canary: '3', previous: '1' });

  await stage.load.stop();
  const { unanswered, versions } = stage.load.report();
  expect({ unanswered, failures: versions.map(({ version, failures }) => ({ version, failures })) }).toEqual({ unanswered: 0, failures: [{ version: '1', failures: 0 }, { version: '3', failures: 0 }] });
});
