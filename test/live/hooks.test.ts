import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  SFNClient,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { OPERATOR, type VirtualCloud } from 'local-aws';
import { testCloud } from 'local-aws/testing';
import { defaultHandlerBundles } from '../../infra/bundling/index.ts';
import { LatticeCanary, type HookOptions } from '../../infra/constructs/lattice-canary.ts';
import { requireHooksInApp } from '../../local/cli/hooks-outside.ts';
import { newFolder } from './support/live-stage.ts';
import { passUntil } from './support/passing.ts';
import { askAsUser } from './support/users.ts';

const PLAN = {
  steps: [
    { weight: 30, bakeSeconds: 120, approve: true },
    { weight: 100, bakeSeconds: 60 },
  ],
  checkSeconds: 60,
  settleSeconds: 60,
  watchSeconds: 60,
  minRequests: 1,
  compare: false as const,
};

/** One service with a gate, a preview, and hooks that are recipes of docs/hooks.md, functions of the same stack. */
class Shop extends Stack {
  readonly migrations: Table;
  readonly canary: LatticeCanary;

  constructor(app: App, folder: string, url: string, label: string, more: readonly HookOptions[] = []) {
    super(app, 'Shop');
    const code = join(folder, label);
    mkdirSync(code, { recursive: true });
    writeFileSync(
      join(code, 'index.mjs'),
      `export const handler = async () => ({ statusCode: 200, body: '${label}' });`,
    );
    const fn = new lambda.Function(this, 'Orders', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(code),
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    this.migrations = new Table(this, 'Migrations', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const recipe = (name: string, environment: Record<string, string>) =>
      new lambda.Function(this, name, {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: 'index.handler',
        timeout: Duration.seconds(30),
        memorySize: 256,
        code: lambda.Code.fromAsset(bundled(name, folder)),
        environment,
      });
    const migration = recipe('migration-check', { MIGRATIONS_TABLE: this.migrations.tableName, MIGRATION: '42' });
    this.migrations.grantReadData(migration);
    const load = recipe('load-test', { SERVICE_URL: url, REQUESTS: '300', MOST_PERCENT: '1' });
    const request = recipe('request-through-lattice', { SERVICE_URL: url });
    const hooks: HookOptions[] = [
      { at: 'before users', fn: migration, name: 'migration', timeoutSeconds: 3600 },
      { at: 'in bake', fn: load, name: 'load test', steps: [30], timeoutSeconds: 600 },
      { at: 'before promotion', fn: request, name: 'request', timeoutSeconds: 60 },
      ...more,
    ];
    this.canary = new LatticeCanary(this, 'Canary', {
      fn,
      plan: { ...PLAN, hooks },
      preview: { value: 'for-testers' },
      handlerBundles: defaultHandlerBundles(),
    });
    this.canary.addOutputs();
  }
}

function bundled(name: string, folder: string): string {
  const out = join(folder, 'recipes', name);
  buildSync({
    entryPoints: [join(import.meta.dirname, `../../docs/examples/hooks/${name}.ts`)],
    outfile: join(out, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  return out;
}

async function localCloud(): Promise<{ readonly cloud: VirtualCloud; readonly folder: string }> {
  const made = newFolder();
  onTestFinished(() => made.remove());
  return { cloud: await testCloud(onTestFinished), folder: made.path };
}

/** The physical name of a table, by what its logical id begins with. */
async function tableNamed(cloud: VirtualCloud, id: string): Promise<string> {
  const { DescribeStackResources } = cloud.operations.cloudformation;
  const { StackResources } = (await DescribeStackResources({ StackName: 'Shop' }, OPERATOR)) as {
    readonly StackResources: readonly { readonly LogicalResourceId: string; readonly PhysicalResourceId: string }[];
  };
  return StackResources.find((each) => each.LogicalResourceId.startsWith(id))?.PhysicalResourceId ?? '';
}

const deploy = async (cloud: VirtualCloud, folder: string, label: string, more: readonly HookOptions[] = []) => {
  const app = new App({ outdir: join(folder, `assembly-${label}`), analyticsReporting: false });
  const shop = new Shop(app, folder, cloud.traffic.url, label, more);
  await cloud.deploy(app.synth().directory);
  return shop;
};

test('a release asks three hooks of its app, shows itself to testers and waits at its gate for somebody', async () => {
  const { cloud, folder } = await localCloud();
  await deploy(cloud, folder, 'one');
  await deploy(cloud, folder, 'two');
  requireHooksInApp(cloud);
  const users = askAsUser(cloud.traffic.url);
  onTestFinished(() => users.close());
  const usersCome = async () => void (await Promise.all([users.ask(), users.ask(), users.ask()]));
  const until = (so: () => Promise<boolean>) => passUntil(cloud, usersCome, so);

  const settings = {
    endpoint: cloud.endpoint.url,
    region: cloud.place.region,
    credentials: { accessKeyId: 'person', secretAccessKey: 'not-verified' },
  };
  const [states, dynamo] = [new SFNClient(settings), new DynamoDBClient(settings)];
  onTestFinished(() => {
    states.destroy();
    dynamo.destroy();
  });
  const start = async (machine: string, input: object): Promise<string> => {
    const starting = { stateMachineArn: cloud.outputs[machine], input: JSON.stringify(input) };
    return (await states.send(new StartExecutionCommand(starting))).executionArn ?? '';
  };
  const ending = async (arn: string) => {
    const about = async () => states.send(new DescribeExecutionCommand({ executionArn: arn }));
    await until(async () => (await about()).status !== 'RUNNING');
    const { status, error } = await about();
    return { status, error };
  };
  const executionArn = await start('StateMachineArn', {});
  /** What the states of such names have answered so far. */
  const messages = async (name: string): Promise<string> => {
    const { events = [] } = await states.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    return events
      .map(({ stateExitedEventDetails: left }) => left)
      .filter((left) => left?.name?.includes(name) === true)
      .map((left) => (JSON.parse(left?.output ?? '{}') as { message?: string }).message ?? '')
      .join('\n');
  };
  const answerTo = async (headers: Record<string, string>) => (await fetch(cloud.traffic.url, { headers })).text();
  const testers = { 'x-canary-preview': 'for-testers' };

  // Nobody but testers meets it before the migration is done.
  await until(async () => (await messages('hooks')).split('migration 42 is not begun').length > 2);
  expect([await answerTo(testers), await answerTo({})]).toEqual(['two', 'one']);
  const table = await tableNamed(cloud, 'Migrations');
  await dynamo.send(new PutItemCommand({ TableName: table, Item: { id: { S: '42' }, state: { S: 'done' } } }));

  await until(async () => (await messages('Check')).includes('waits for approval'));
  const goOn = { goOn: { at: 30, by: 'ada', reason: 'the load test is fine' } };
  expect(await ending(await start('StateMachineArn', goOn))).toEqual({ status: 'FAILED', error: 'AnswerElsewhere' });
  expect(await ending(await start('AnswerMachineArn', goOn))).toMatchObject({ status: 'SUCCEEDED' });

  expect(await ending(executionArn)).toEqual({ status: 'SUCCEEDED', error: undefined });
  const said = await messages('hooks');
  expect(said).toContain('before users: hook migration succeeded: migration 42 is done');
  expect(said).toContain('30 %: hook load test is in progress: 0 of 100 requests failed, of 300');
  expect(said).toContain('30 %: hook load test succeeded: 0 of 300 requests failed');
  expect(said).toContain('100 %: hook request succeeded: 20 requests answered');
  expect(await messages('Check')).toContain('the load test is fine');
  expect([await answerTo(testers), await answerTo({})]).toEqual(['two', 'two']);
});

test('a hook outside of the app is refused by name, with the way out', async () => {
  const { cloud, folder } = await localCloud();
  const fn = 'arn:aws:lambda:eu-west-1:111122223333:function:release-gate:live';
  await deploy(cloud, folder, 'one', [{ at: 'in bake', fn, timeoutSeconds: 60 }]);
  expect(() => requireHooksInApp(cloud)).toThrow(
    `plan.hooks: got ${fn}, expected functions of this app, for the local cloud has no others; define a stand-in`,
  );
});
