import { join } from 'node:path';
import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { createOperator } from '../../local/cli/operator.ts';
import { type Cloud, createCloud, synthesize } from 'local-aws';
import { wallClock } from 'local-aws/clock';
import { outputOf, type OutputName } from '../../statemachine/contract/outputs.ts';
import { ROOT } from './program.ts';
import { openWeights } from './weights.ts';

/** A local cloud at speed 1 without modelled delays, whose release can be put back to 10 % as often as one likes. */
export interface RollbackStage {
  readonly cloud: Cloud;
  /**
   * Ends what the last rollback left behind, and brings the rollout's claim and the weights of its first step back,
   * alarm off.
   */
  reset(): Promise<void>;
  /** Trips the canary's alarm. @returns milliseconds from its change to the listener's write */
  trip(): Promise<number>;
  close(): Promise<void>;
}

/** @throws Error when the app or the deployment fails, or the release does not begin; nothing is left running then */
export async function openRollbackStage(folder: string): Promise<RollbackStage> {
  const heard = { alarmAt: 0, writtenAt: 0 };
  const cloud = await createCloud({
    speed: 1,
    propagationSeconds: 0,
    eventLatencyMs: 0,
    outDir: join(folder, 'out'),
    onAlarm: ({ alarm }) => {
      if (alarm.state.value === 'ALARM') Object.assign(heard, { alarmAt: performance.now(), writtenAt: 0 });
    },
  });
  try {
    for (const release of ['1.0.0', '2.0.0']) {
      await synthesize({ appDir: ROOT, outDir: join(folder, release), context: { release } });
      await cloud.deploy(join(folder, release));
    }
    const output = (name: OutputName) => outputOf(cloud.outputs, name);
    const settings = {
      endpoint: cloud.endpoint.url,
      region: cloud.place.region,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'not-verified' },
    };
    const [cloudwatch, dynamodb] = [new CloudWatchClient(settings), new DynamoDBClient(settings)];
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({}));
    const AlarmName = MetricAlarms.map(({ AlarmName = '' }) => AlarmName).find((name) =>
      name.startsWith('canary-lambda-errors'),
    );
    if (AlarmName === undefined)
      throw new Error(
        `no alarm on the canary's errors; there are ${MetricAlarms.map(({ AlarmName: name }) => name).join(', ')}`,
      );
    const setAlarm = (StateValue: 'OK' | 'ALARM') =>
      cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'bench' }));

    cloud.lattice.onWeights(({ groups }) => {
      const canary = groups.find(({ targetGroupId }) => targetGroupId === output('CanaryTargetGroupId'))?.weight ?? 0;
      if (canary === 0 && heard.writtenAt === 0) heard.writtenAt = performance.now();
    });
    const operator = createOperator(cloud.endpoint.url, cloud.place.region, cloud.outputs);
    await operator.startExecution();
    operator.close();
    const TableName = output('RecordTableName');
    const live = async () =>
      ((await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? []).find(
        (item) => item['rollout'] !== undefined,
      );
    const Item = await until(async () => {
      const item = await live();
      return item?.['rollout']?.M?.['confirmedWeight']?.N === '10' ? item : undefined;
    });
    // From here on nobody hears of executions that end: those that a rollback leaves behind are stopped. Nor does the
    // watchdog look, which would take over for them.
    cloud.machines.eventFilter = () => false;
    const weights = openWeights(cloud);
    const executions = () => cloud.machines.listExecutions(output('StateMachineArn'));
    let asked = executions().length;
    return {
      cloud,
      async reset() {
        // Also the slower of the two that ask must have come: it would disturb the next trip.
        await until(async () => (executions().length >= asked ? true : undefined));
        executions()
          .filter(({ status }) => status === 'RUNNING')
          .forEach(({ arn }) => cloud.machines.stopExecution(arn));
        await until(async () => (cloud.functions.busy ? undefined : true));
        await setAlarm('OK');
        await dynamodb.send(new PutItemCommand({ TableName, Item }));
        await weights.write(10);
      },
      async trip() {
        asked++;
        await setAlarm('ALARM');
        await until(async () => (heard.writtenAt > 0 ? true : undefined));
        return heard.writtenAt - heard.alarmAt;
      },
      async close() {
        [cloudwatch, dynamodb].forEach((client) => client.destroy());
        weights.close();
        await cloud.close();
      },
    };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

const PATIENCE_MS = 30_000;

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const startedAt = wallClock.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (wallClock.now() - startedAt > PATIENCE_MS)
      throw new Error(`what was waited for did not happen within ${PATIENCE_MS} ms`);
    await wallClock.sleep(5);
  }
}
