import { describe, type TestContext, test } from 'vitest';
import { assemblyOf, newFolder, openLiveStage } from './support/live-stage.ts';
import { failedFindings, play } from './support/play.ts';
import { startProgram } from './support/program.ts';

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
  test('that is healthy goes through every step, becomes production and stays, and no request fails', async ({ expect }) => {
    const summary = await play('healthy', { speed: 240, rps: 200 });
    expect(failedFindings(summary)).toEqual([]);
    expect(summary.ok).toBe(true);
  });

  test('that answers with errors is rolled back, and the next one deployed on top starts and succeeds', async ({ expect, onTestFinished }) => {
    const stage = await openLiveStage({ candidate: '2.1.0-errors', speed: 240, rps: 200 });
    onTestFinished(() => stage.close());
    const { operator, cloud } = stage;

    const bad = await operator.startExecution();
    await stage.happening('ended', ({ execution }) => execution === bad);
    await stage.atRest();
    const { status, error, cause } = await operator.describeExecution(bad);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'CanaryRolledBack' });
    expect(cause).toContain('alarm');
    expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
    expect(await operator.aliases()).toMatchObject({ production: '1' });

    await cloud.deploy(assemblyOf('2.0.0'));
    expect(cloud.outputs['CanaryVersion']).toBe('3');
    const next = await operator.startExecution();
    await stage.happening('ended', ({ execution }) => execution === next);
    expect(await operator.describeExecution(next)).toEqual({ status: 'SUCCEEDED' });
    expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
    expect(await operator.aliases()).toEqual({ production: '3', canary: '3', previous: '1' });
    await stage.atRest();

    await stage.load.stop();
    const { unanswered, versions } = stage.load.report();
    const healthy = versions.filter(({ version }) => version !== '2').map(({ version, failures }) => ({ version, failures }));
    expect({ unanswered, healthy }).toEqual({ unanswered: 0, healthy: [{ version: '1', failures: 0 }, { version: '3', failures: 0 }] });
  });

  test('played by npm start -- --scenario errors --json: nothing but one JSON object a line, and status 0 when all went as it should', async (context) => {
    const { expect } = context;
    const program = start(context, '--scenario', 'errors', '--json');
    const status = await program.ended;

    const lines = program.stdout().trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ event, ok }) => event === 'finding' && ok !== true)).toEqual([]);
    expect({ status, stderr: program.stderr() }).toEqual({ status: 0, stderr: '' });
    expect(lines.every(({ event }) => typeof event === 'string')).toBe(true);
    expect([lines.at(0)?.['event'], lines.at(-1)?.['event']]).toEqual(['begin', 'summary']);
    expect(lines.at(-1)).toMatchObject({ scenario: 'errors', ok: true, unanswered: 0, weights: { production: 100, canary: 0 } });
  });
});

test('npm start rejects a scenario that there is not, with status 2 and those that there are', async (context) => {
  const { expect } = context;
  const program = start(context, '--scenario', 'perfect');
  expect({ status: await program.ended, stdout: program.stdout() }).toEqual({ status: 2, stdout: '' });
  expect(program.stderr()).toMatch(/perfect.*healthy, errors/);
});
