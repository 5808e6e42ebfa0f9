import { CloudWatchClient, GetMetricDataCommand, type MetricStat } from '@aws-sdk/client-cloudwatch';
import { onTestFinished } from 'vitest';
import type { VirtualCloud } from '../../src/cloud.ts';
import type { MetricName } from '../../src/cloudwatch/metric-store.ts';
import type { DoubtId } from '../../src/doubts/doubts.ts';
import { readCode } from '../../src/lambda/code.ts';
import { clientSettings, testCloud } from '../../src/testing/cloud.ts';
import { configuration, writeBundle } from '../../src/testing/functions.ts';

interface Client {
  destroy(): void;
}

type MakeClient<T> = new (settings: ReturnType<typeof clientSettings> & { readonly maxAttempts: number }) => T;

/** A cloud under these doubts, until the test is over. Events take no time of their own. */
export async function doubted(...doubts: readonly DoubtId[]) {
  const cloud = await testCloud(onTestFinished, { doubts, eventLatencyMs: 0 });
  /** A client that tries once. */
  const client = <T extends Client>(Made: MakeClient<T>): T => {
    const made = new Made({ ...clientSettings(cloud), maxAttempts: 1 });
    onTestFinished(() => made.destroy());
    return made;
  };
  return { cloud, client };
}

/** Creates the function `fn` of this source. */
export async function createFunction({ functions, outDir, roles }: VirtualCloud, source: string) {
  const trust = { Effect: 'Allow' as const, Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { arn: roleArn } = roles.put('fn', { Version: '2012-10-17', Statement: [trust] });
  const code = await readCode(writeBundle(outDir, source));
  functions.registry.create('fn', code, configuration({ roleArn }));
  return { code, roleArn };
}

/** What is asked for: the sum unless told. */
export type Asked = MetricName & { readonly statistic?: string };

/** A metric of a function. */
export const metric = (functionName: string, name = 'Invocations'): MetricName => ({
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName: functionName },
});

/** Whoever asks GetMetricData for the minute that begins then. @returns a value for each; undefined where is none */
export async function valuesOf(
  cloud: VirtualCloud,
  minute: number,
  asked: readonly Asked[],
): Promise<readonly (number | undefined)[]> {
  const client = new CloudWatchClient(clientSettings(cloud));
  const stat = ({ namespace, name, dimensions, statistic = 'Sum' }: Asked): MetricStat => ({
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 60,
    Stat: statistic,
  });
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(minute),
      EndTime: new Date(minute + 60_000),
      MetricDataQueries: asked.map((each, i) => ({ Id: `q${i}`, MetricStat: stat(each) })),
    }),
  );
  client.destroy();
  return asked.map((_, i) => MetricDataResults.find(({ Id }) => Id === `q${i}`)?.Values?.[0]);
}
