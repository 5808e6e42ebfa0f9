import { join } from 'node:path';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StackOutputs } from '../../statemachine/contract/outputs.ts';
import { createOperator, type Operator } from '../../local/cli/operator.ts';
import { openOwnApp, type OwnApp } from '../../local/cli/own-app.ts';
import { APP_DIR } from '../../local/cli/stage.ts';
import { newFolder } from './support/live-stage.ts';
import { until, yes } from 'local-aws/clock';

const folder = newFolder();
let app: OwnApp;
let cloudwatch: CloudWatchClient;
let dynamodb: DynamoDBClient;

/** Both in one stack: `orders` gets a version that is fine, `stock` one that answers users with status 500. */
let orders: Operator;
let stock: Operator;

beforeAll(async () => {
  app = await openOwnApp({
    app: join(APP_DIR, 'test/fixtures/own-app'),
    outDir: folder.path,
    speed: 60,
    rps: 100,
    port: 0,
    consolePort: 0,
    stack: ['Shop'],
    context: {},
    candidateContext: { orders: '2', stock: '2-broken' },
    signal: new AbortController().signal,
  });
  const { endpoint, place } = app.cloud;
  const settings = {
    endpoint: endpoint.url,
    region: place.region,
    credentials: { accessKeyId: 'me', secretAccessKey: 'anything' },
  };
  cloudwatch = new CloudWatchClient(settings);
  dynamodb = new DynamoDBClient(settings);
  orders = createOperator(endpoint.url, place.region, outputsOf('orders'));
  stock = createOperator(endpoint.url, place.region, outputsOf('stock'));
});
afterAll(async () => {
  orders.close();
  stock.close();
  cloudwatch.destroy();
  dynamodb.destroy();
  await app.close();
  folder.remove();
});

/** One service's outputs, without their prefix. */
function outputsOf(prefix: string): StackOutputs {
  const all = Object.entries(app.outputs['Shop'] ?? {});
  return Object.fromEntries(
    all.flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])),
  );
}

async function lastClosed(prefix: string): Promise<{ id?: string; outcome?: string }> {
  const { RecordTableName, ServiceName = '' } = outputsOf(prefix);
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: RecordTableName,
      KeyConditionExpression: 'service = :s',
      ExpressionAttributeValues: { ':s': { S: ServiceName } },
    }),
  );
  const last = Items.find(({ item }) => item?.S === 'rollout')?.['last']?.M;
  return {
    ...(last?.['id']?.S !== undefined && { id: last['id'].S }),
    ...(last?.['outcome']?.S !== undefined && { outcome: last['outcome'].S }),
  };
}

async function alarmsEverOn(service: string): Promise<string[]> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
  return MetricAlarms.flatMap(({ AlarmName = '', StateValue }) =>
    AlarmName.endsWith(service) && StateValue === 'ALARM' ? [AlarmName] : [],
  );
}

test(
  'two services of one stack release at once: one is promoted, the other rolled back, and neither touches the ' +
    'other',
  async () => {
    const on = { orders: new Set<string>(), stock: new Set<string>() };
    const released = await orders.startExecution();
    const broken = await stock.startExecution();
    expect(released.split(':')[6]).not.toBe(broken.split(':')[6]);

    // Both hold their claims at the same time.
    await until(async () => yes((await orders.weights()).canary === 20 && (await stock.weights()).canary === 20));

    const ended = async (operator: Operator, execution: string) => {
      for (const name of await alarmsEverOn('shop-orders')) on.orders.add(name);
      for (const name of await alarmsEverOn('shop-stock')) on.stock.add(name);
      return yes((await operator.describeExecution(execution)).status !== 'RUNNING');
    };
    await until(() => ended(stock, broken));
    // By its alarm or by comparison, whichever comes first: they look at the same minutes.
    expect(await stock.describeExecution(broken)).toMatchObject({
      status: 'FAILED',
      error: 'CanaryRolledBack',
      cause: expect.stringMatching(/alarm canary-\S*shop-stock|: worse, p/) as string,
    });
    expect(await stock.weights()).toEqual({ production: 100, canary: 0 });
    // The rollback of its neighbour has left it alone.
    expect(await orders.describeExecution(released)).toMatchObject({ status: 'RUNNING' });

    await until(() => ended(orders, released));
    expect(await orders.describeExecution(released)).toMatchObject({ status: 'SUCCEEDED' });
    await until(async () => yes((await stock.runningExecutions()) === 0 && (await orders.runningExecutions()) === 0));

    expect(await orders.aliases()).toEqual({ production: '2', canary: '2', previous: '1' });
    expect(await stock.aliases()).toMatchObject({ production: '1', canary: '2' });
    expect(await orders.weights()).toEqual({ production: 100, canary: 0 });
    expect(await stock.weights()).toEqual({ production: 100, canary: 0 });
    expect(await lastClosed('orders')).toEqual({ id: released, outcome: 'promoted' });
    expect(await lastClosed('stock')).toEqual({ id: broken, outcome: 'rolled back' });
    expect([...on.orders]).toEqual([]);
    expect([...on.stock]).not.toEqual([]);
  },
);
