import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { newFolder } from './support/live-stage.ts';
import { sampleAssemblies } from './support/sample-assemblies.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

const count = (metricName: string) => ({
  namespace: 'Shop',
  metricName,
  canary: { alias: 'canary' },
  production: { alias: 'production' },
});
const PLAN = {
  steps: [10, 100].map((weight) => ({ weight, bakeSeconds: 300 })),
  checkSeconds: 60,
  settleSeconds: 60,
  watchSeconds: 60,
  compare: { metrics: [{ noun: 'failed checkouts', bad: count('FailedCheckouts'), all: count('Checkouts') }] },
};

test('a count that the service publishes itself takes back a release with which nothing else is wrong', async ({
  expect,
  onTestFinished,
}) => {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const assemblyOf = sampleAssemblies(folder.path, { plan: PLAN });
  const stage = await openVirtualStage(onTestFinished, { candidate: '2.0.0', assemblyOf });
  const { operator, cloud } = stage;

  const cloudwatch = new CloudWatchClient({
    endpoint: cloud.endpoint.url,
    region: cloud.place.region,
    credentials: { accessKeyId: 'shop', secretAccessKey: 'not-verified' },
  });
  onTestFinished(() => cloudwatch.destroy());
  // One minute decides nothing by itself.
  const publish = async (alias: string, all: number, bad: number) => {
    const Dimensions = [{ Name: 'alias', Value: alias }];
    const now = cloud.clock.now();
    const MetricData = [0, 1, 2].flatMap((minute) => {
      const Timestamp = new Date(now + minute * 60_000);
      return [
        { MetricName: 'Checkouts', Dimensions, Timestamp, Value: all },
        { MetricName: 'FailedCheckouts', Dimensions, Timestamp, Value: bad },
      ];
    });
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
  };

  const release = await operator.startExecution();
  // What counts is what happens from the first shift on.
  await stage.happening('answered', ({ execution, state }) => execution === release && state === StateName.shift(10));
  await publish('canary', 150, 12);
  await publish('production', 1350, 4);

  await stage.happening('ended', ({ execution }) => execution === release);
  const { status, error, cause } = await operator.describeExecution(release);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(cause).toMatch(
    /canary 8 % failed checkouts \((24|36) of (300|450)\) against 0.3 % \(\d+ of [\d,]+\), .*: worse/,
  );
  await stage.atRest();
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
  expect(await operator.aliases()).toMatchObject({ production: '1' });
  await stage.load.stop();
  expect(stage.load.report().versions.map(({ version, failures }) => ({ version, failures }))).toEqual([
    { version: '1', failures: 0 },
    { version: '2', failures: 0 },
  ]);
});
