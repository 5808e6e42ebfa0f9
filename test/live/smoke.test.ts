import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, onTestFinished, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { newFolder } from './support/live-stage.ts';
import { sampleAssemblies } from './support/sample-assemblies.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

const PLAN = {
  steps: [{ weight: 100, bakeSeconds: 60 }],
  checkSeconds: 60,
  settleSeconds: 60,
  watchSeconds: 60,
  smoke: {
    requests: [{ path: '/hello?name=Ada', headers: { accept: 'application/json' } }, { path: '/languages' }],
    warm: { withinMs: 5_000, atMost: 20 },
  },
};

/** A release of that service, up to its smoke test's end, and what Lambda counted of each qualifier until then. */
async function tested(candidate: string) {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const stage = await openVirtualStage(onTestFinished, {
    candidate,
    assemblyOf: sampleAssemblies(folder.path, { plan: PLAN }),
  });
  const { operator, cloud } = stage;
  const client = new CloudWatchClient({
    endpoint: cloud.endpoint.url,
    region: cloud.place.region,
    credentials: { accessKeyId: 'shop', secretAccessKey: 'not-verified' },
  });
  onTestFinished(() => client.destroy());
  const FunctionName = cloud.outputs['FunctionName'] ?? '';
  /** In all, of a qualifier. */
  const sum = async (MetricName: string, qualifier: string) => {
    const dimensions = { FunctionName, Resource: `${FunctionName}:${qualifier}` };
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: 'AWS/Lambda', MetricName, Dimensions };
    const now = cloud.clock.now();
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 3600_000),
        EndTime: new Date(now + 3600_000),
        MetricDataQueries: [{ Id: 'sum', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
      }),
    );
    return (MetricDataResults[0]?.Values ?? []).reduce((all, each) => all + each, 0);
  };
  return { stage, operator, sum, execution: await operator.startExecution() };
}

test('a release that throws where production answers is turned away, and no alarm ever hears of it', async () => {
  const { stage, operator, sum, execution } = await tested('2.1.0-throws');
  await stage.happening('ended', (each) => each.execution === execution);
  const { status, error, cause } = await operator.describeExecution(execution);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(cause).toContain(
    'GET /hello?name=Ada gets an exception (the greetings are gone) from version 2 and 200 from production, ' +
      'in 2 of 2 tries (SmokeTestFailed)',
  );
  await stage.atRest();
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
  expect({ seen: await sum('Invocations', 'canary'), failed: await sum('Errors', 'canary') }).toEqual({
    seen: 3,
    failed: 0,
  });
  expect({ seen: await sum('Invocations', '2'), failed: await sum('Errors', '2') }).toEqual({ seen: 2, failed: 2 });
  expect(await sum('Invocations', '1')).toBe(2);
  await stage.load.stop();
  expect(stage.load.report().versions.map(({ version }) => version)).toEqual(['1']);
});

test('a release that answers otherwise is promoted, and its smoke test tells what is other', async () => {
  const { stage, operator, execution } = await tested('2.0.0');
  await stage.happening('ended', (each) => each.execution === execution);
  const { message } = await stage.happening(
    'answered',
    (each) => each.execution === execution && each.state === StateName.smokeTest,
  );
  expect(message).toContain(
    'GET /hello?name=Ada: as production; ' +
      'GET /languages: status 200 instead of 404, error gone, paths gone, languages new; GET /hello',
  );
  expect(message).toMatch(/GET \/hello\?name=Ada warm when asked 1 time, \d+ ms; GET \/languages warm when asked 1 /);
  expect(await operator.describeExecution(execution)).toMatchObject({ status: 'SUCCEEDED' });
});
