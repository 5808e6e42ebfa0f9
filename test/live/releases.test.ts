import { describe, type TestContext, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { failingAssembly } from './support/failing-deploy.ts';
import { assemblyOf, newFolder } from './support/live-stage.ts';
import { startProgram } from './support/program.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

function start({ onTestFinished }: TestContext, ...args: string[]) {
  const folder = newFolder();
  const program = startProgram('local/cli/start.ts', args, folder.path);
  onTestFinished(async () => {
    program.child.kill('SIGKILL');
    await program.ended;
    folder.remove();
  });
  return program;
}

// Together: they mostly wait, and nothing in them is measured in less than minutes of simulated time.
describe.concurrent('a release', () => {
  test(
    'played by npm start -- --json goes through every step and stays, no request fails: one JSON object a ' +
      'line, and status 0',
    async (context) => {
      const { expect } = context;
      const program = start(context, '--json', '--speed', '240', '--rps', '200');
      const status = await program.ended;

      const lines = program
        .stdout()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.filter(({ event, ok }) => event === 'finding' && ok !== true)).toEqual([]);
      expect({ status, stderr: program.stderr() }).toEqual({ status: 0, stderr: '' });
      expect(lines.every(({ event }) => typeof event === 'string')).toBe(true);
      expect([lines.at(0)?.['event'], lines.at(-1)?.['event']]).toEqual(['begin', 'summary']);
      expect(lines.at(-1)).toMatchObject({
        scenario: 'healthy',
        ok: true,
        unanswered: 0,
        weights: { production: 100, canary: 0 },
      });
      expect(lines.flatMap(({ event, canary }) => (event === 'weights' ? [canary] : []))).toEqual([10, 30, 50, 100, 0]);
    },
  );

  test(
    'that answers with errors is rolled back; a deploy on top that fails is undone; the same code deploys and ' +
      'is released',
    async ({ expect, onTestFinished }) => {
      const folder = newFolder();
      onTestFinished(() => folder.remove());
      const stage = await openVirtualStage(onTestFinished, { candidate: '2.1.0-errors', users: 10 });
      const { operator, cloud } = stage;

      const bad = await operator.startExecution();
      await stage.happening('ended', ({ execution }) => execution === bad);
      await stage.atRest();
      const { status, error, cause } = await operator.describeExecution(bad);
      expect({ status, error }).toEqual({ status: 'FAILED', error: 'CanaryRolledBack' });
      // Whichever comes first: they look at the same minutes.
      expect(cause).toMatch(/alarm canary-|: worse, p/);
      const untouched = async () => {
        expect(await operator.aliases()).toEqual({ production: '1', canary: '2', previous: '1' });
        expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
      };
      await untouched();

      const functionName = cloud.outputs['FunctionName'] ?? '';
      const published = () => [...cloud.functions.registry.get(functionName).versions.keys()];
      await expect(cloud.deploy(failingAssembly(assemblyOf('2.0.0'), folder.path))).rejects.toThrow(
        /failed at Broken \(AWS::Lambda::Alias\): Function not found.*\nthe stack is as before/,
      );
      expect(cloud.deployer.describeStack('CanaryDeploymentLatticeStack').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(published()).toEqual(['1', '2']);
      await untouched();

      await cloud.deploy(assemblyOf('2.0.0'));
      // Version 3 was the failed deploy's; Lambda gives no number twice.
      expect(published()).toEqual(['1', '2', '4']);
      expect(cloud.outputs['CanaryVersion']).toBe('4');
      await untouched();

      const next = await operator.startExecution();
      expect(await stage.happening('ended', ({ execution }) => execution === next)).toMatchObject({
        status: 'SUCCEEDED',
        state: StateName.promoted,
      });
      await stage.atRest();
      expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
      expect(await operator.aliases()).toEqual({ production: '4', canary: '4', previous: '1' });

      await stage.load.stop();
      const { unanswered, versions } = stage.load.report();
      const healthy = versions
        .filter(({ version }) => version !== '2')
        .map(({ version, failures }) => ({ version, failures }));
      expect({ unanswered, healthy }).toEqual({
        unanswered: 0,
        healthy: [
          { version: '1', failures: 0 },
          { version: '4', failures: 0 },
        ],
      });
    },
  );
});

test('npm start rejects a scenario that there is not, with status 2 and those that there are', async (context) => {
  const { expect } = context;
  const program = start(context, '--scenario', 'perfect');
  expect({ status: await program.ended, stdout: program.stdout() }).toEqual({ status: 2, stdout: '' });
  expect(program.stderr()).toMatch(/perfect.*healthy, errors/);
});
