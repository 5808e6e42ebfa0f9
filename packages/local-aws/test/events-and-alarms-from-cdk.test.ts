import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { beforeAll, describe, expect, it } from 'vitest';
import { CloudWatch } from '../src/cloudwatch/cloudwatch.ts';
import { MetricStore } from '../src/cloudwatch/metric-store.ts';
import { cloudWatchResources } from '../src/cloudwatch/resources.ts';
import { seededRandom } from '../src/core/random.ts';
import type { Deployed, ResourceProvider } from '../src/core/resource.ts';
import { OPERATOR } from '../src/core/types.ts';
import { VirtualClock } from '../src/core/virtual-clock.ts';
import { EventBus } from '../src/events/event-bus.ts';
import { eventsResources } from '../src/events/resources.ts';
import { snsResources } from '../src/sns/resources.ts';
import { Topics } from '../src/sns/topics.ts';
import { sqsResources } from '../src/sqs/resources.ts';
import { Queues } from '../src/sqs/queues.ts';
import { accessOf } from './access.ts';

const PLACE = { account: '111122223333', region: 'us-east-1' };
const MINUTE = 60_000;

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
}

/** What CDK renders for alarms, topics, rules and queues like the app's. */
function synthesize(): Record<string, Resource> {
  const stack = new Stack(new App(), 'S', { env: PLACE });
  Tags.of(stack).add('service', 'shop');
  const fn = new lambda.Function(stack, 'Fn', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler=()=>{}'),
  });
  const machine = new sfn.StateMachine(stack, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Succeed(stack, 'Done')),
  });
  const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  topic.addSubscription(new subscriptions.LambdaSubscription(fn));
  topic.addSubscription(new subscriptions.EmailSubscription('a@example.com'));
  const dead = new sqs.Queue(stack, 'Dead', { enforceSSL: true, retentionPeriod: Duration.days(14) });
  const metric = (name: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/Lambda',
      metricName: name,
      statistic: 'Sum',
      period: Duration.minutes(1),
      dimensionsMap: { FunctionName: fn.functionName },
    });
  const plain = metric('Errors').createAlarm(stack, 'Plain', {
    threshold: 5,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    alarmDescription: 'd',
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  });
  plain.addAlarmAction(new SnsAction(topic));
  new cloudwatch.MathExpression({
    expression: 'IF(req >= 20, 100 * FILL(err,0) / req, 0)',
    usingMetrics: { req: metric('Invocations'), err: metric('Errors') },
    period: Duration.minutes(1),
    label: 'rate',
  }).createAlarm(stack, 'Rate', { alarmName: 'canary-rate', threshold: 10, evaluationPeriods: 2 });
  dead
    .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' })
    .createAlarm(stack, 'DeadLetters', { threshold: 1, evaluationPeriods: 1 });
  const input = events.RuleTargetInput.fromObject({ rollback: { event: events.EventField.fromPath('$') } });
  new events.Rule(stack, 'OnAlarm', {
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      resources: [plain.alarmArn],
      detail: { state: { value: ['ALARM'] } },
    },
    targets: [
      new targets.SfnStateMachine(machine, {
        input,
        deadLetterQueue: dead,
        retryAttempts: 10,
        maxEventAge: Duration.hours(1),
      }),
    ],
  });
  new events.Rule(stack, 'EachMinute', {
    schedule: events.Schedule.rate(Duration.minutes(1)),
    targets: [new targets.LambdaFunction(fn)],
  });
  return Template.fromStack(stack).toJSON().Resources as Record<string, Resource>;
}

const clock = new VirtualClock();
const random = seededRandom(1);
const invoked: { functionArn: string; payload: string }[] = [];
const started: { stateMachineArn: string; input: string }[] = [];
const base = { clock, random, place: PLACE, log: () => {}, access: accessOf() };
const functions = {
  invoke: () => Promise.reject(new Error('never invoked synchronously')),
  invokeAsync: async ({ functionArn, payload }: { functionArn: string; payload: string }) => {
    invoked.push({ functionArn, payload });
  },
};
const executions = {
  startExecution: async ({ stateMachineArn, input }: { stateMachineArn: string; input: string }) => {
    started.push({ stateMachineArn, input });
    return { executionArn: 'arn', startDate: new Date(clock.now()) };
  },
};
const store = new MetricStore();
const queues = new Queues({ ...base, metrics: store });
const topics = new Topics({ ...base, functions, queues });
const bus = new EventBus({ ...base, functions, executions, queues, topics });
const alarms = new CloudWatch({ ...base, store, topics, events: bus });
const providers = [
  ...cloudWatchResources(alarms, random),
  ...eventsResources(bus, random),
  ...snsResources(topics, random),
  ...sqsResources(queues, random),
];

/** Deploys what there are providers for, each after what it refers to. */
async function deploy(
  resources: Record<string, Resource>,
): Promise<Map<string, { provider: ResourceProvider; deployed: Deployed; properties: unknown }>> {
  const done = new Map<string, { provider: ResourceProvider; deployed: Deployed; properties: unknown }>();
  const create = async (logicalId: string): Promise<Deployed> => {
    const known = done.get(logicalId);
    if (known !== undefined) return known.deployed;
    const { Type, Properties = {} } = resources[logicalId] ?? { Type: 'missing' };
    const provider = providers.find((candidate) => candidate.type === Type);
    if (provider === undefined) return stub(Type, logicalId);
    const properties = provider.schema.parse(await resolve(Properties));
    const deployed = await provider.create({ logicalId, stackName: 'S', place: PLACE, properties, metadata: {} });
    done.set(logicalId, { provider, deployed, properties });
    return deployed;
  };
  const resolve = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(resolve));
    if (typeof value !== 'object' || value === null) return value;
    const intrinsics = value as { Ref?: string; 'Fn::GetAtt'?: [string, string]; 'Fn::Join'?: [string, unknown[]] };
    if (intrinsics.Ref !== undefined)
      return intrinsics.Ref === 'AWS::Partition' ? 'aws' : (await create(intrinsics.Ref)).ref;
    if (intrinsics['Fn::GetAtt'] !== undefined)
      return (await create(intrinsics['Fn::GetAtt'][0])).attributes[intrinsics['Fn::GetAtt'][1]];
    if (intrinsics['Fn::Join'] !== undefined)
      return ((await resolve(intrinsics['Fn::Join'][1])) as string[]).join(intrinsics['Fn::Join'][0]);
    return Object.fromEntries(
      await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await resolve(inner)])),
    );
  };
  for (const logicalId of Object.keys(resources)) await create(logicalId);
  return done;
}

function stub(type: string, logicalId: string): Deployed {
  const arn = {
    'AWS::Lambda::Function': `arn:aws:lambda:us-east-1:111122223333:function:${logicalId}`,
    'AWS::StepFunctions::StateMachine': `arn:aws:states:us-east-1:111122223333:stateMachine:${logicalId}`,
  }[type];
  return {
    ref: arn?.startsWith('arn:aws:states') === true ? arn : logicalId,
    attributes: { Arn: arn ?? `arn:aws:iam::111122223333:role/${logicalId}` },
  };
}

describe('what CDK renders', () => {
  let deployed: Awaited<ReturnType<typeof deploy>>;

  beforeAll(async () => {
    deployed = await deploy(synthesize());
  });

  it('is deployed whole: alarms, rules, topic, queue, subscriptions and policies', () => {
    const types = [...deployed.values()].map(({ provider }) => provider.type).sort();
    expect(types).toEqual([
      ...Array.from({ length: 3 }, () => 'AWS::CloudWatch::Alarm'),
      ...Array.from({ length: 2 }, () => 'AWS::Events::Rule'),
      ...Array.from({ length: 2 }, () => 'AWS::SNS::Subscription'),
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
    ]);
  });

  it('carries an alarm both ways: by the rule into the machine, and by the topic into the function', async () => {
    const plain = alarms.listAlarms().find((alarm) => alarm.config.name.includes('Plain'));
    if (plain === undefined || !('stat' in plain.config.watched)) throw new Error('the alarm is missing');
    alarms.record({ ...plain.config.watched.stat.metric, value: 6, time: clock.now() });
    await clock.runUntil(clock.now() + 3 * MINUTE);
    expect(started).toEqual([
      { stateMachineArn: expect.stringContaining('stateMachine:Machine'), input: expect.any(String) },
    ]);
    expect(JSON.parse(started[0]?.input ?? '')).toMatchObject({
      rollback: {
        event: { source: 'aws.cloudwatch', detail: { alarmName: plain.config.name, state: { value: 'ALARM' } } },
      },
    });
    const notified = invoked.map(({ payload }) => JSON.parse(payload)).filter((payload) => 'Records' in payload);
    expect(JSON.parse(notified[0].Records[0].Sns.Message)).toMatchObject({
      AlarmName: plain.config.name,
      NewStateValue: 'ALARM',
    });
    expect(topics.outbox.at(-1)).toMatchObject({ to: 'a@example.com', subject: expect.stringContaining('ALARM: ') });
    expect(invoked.some(({ payload }) => JSON.parse(payload)['detail-type'] === 'Scheduled Event')).toBe(true);
  });

  it('can be written again without changing names, and removed', async () => {
    const before = [...deployed.values()].map(({ deployed: { ref } }) => ref);
    for (const [logicalId, each] of deployed) {
      const again = await each.provider.update(
        { logicalId, stackName: 'S', place: PLACE, properties: each.properties, metadata: {} },
        each.deployed,
      );
      expect(again).toEqual(each.deployed);
    }
    expect(before).toContain('canary-rate');
    for (const { provider, deployed: each } of [...deployed.values()].toReversed()) await provider.remove(each);
    expect([alarms.listAlarms(), bus.listRules(), topics.listTopics()]).toEqual([[], [], []]);
    await expect(queues.send({ queueArn: 'Dead', body: 'a', caller: OPERATOR })).rejects.toMatchObject({
      code: 'QueueDoesNotExist',
    });
  });
});

function query(change: object): Record<string, unknown> {
  return {
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Threshold: 1,
    Metrics: [{ Id: 'e', ...change }],
  };
}

describe('the resource schemas', () => {
  const METRIC = {
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Threshold: 1,
    Namespace: 'N',
    MetricName: 'M',
    Period: 60,
    Statistic: 'Sum',
  };

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['AWS::CloudWatch::Alarm', { ...METRIC, Statistic: 'p99' }, /p99/],
    ['AWS::CloudWatch::Alarm', { ...METRIC, ExtendedStatistic: 'p99' }, /ExtendedStatistic/],
    ['AWS::CloudWatch::Alarm', { ...METRIC, Period: 30 }, /high resolution/],
    [
      'AWS::CloudWatch::Alarm',
      { ...METRIC, AlarmActions: ['arn:aws:lambda:us-east-1:1:function:f'] },
      /only SNS topics/,
    ],
    ['AWS::CloudWatch::Alarm', { ...METRIC, ComparisonOperator: 'GreaterThanUpperThreshold' }, /ComparisonOperator/],
    [
      'AWS::CloudWatch::Alarm',
      query({ Expression: 'ANOMALY_DETECTION_BAND(m)' }),
      /unknown function ANOMALY_DETECTION_BAND/,
    ],
    ['AWS::CloudWatch::Alarm', query({ Expression: 'm + 1' }), /unknown id m/],
    ['AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)', EventBusName: 'mine' }, /EventBusName/],
    ['AWS::SNS::Topic', { FifoTopic: true }, /FifoTopic/],
    ['AWS::SNS::Subscription', { TopicArn: 't', Protocol: 'https', Endpoint: 'e' }, /Protocol/],
    ['AWS::SNS::Subscription', { TopicArn: 't', Protocol: 'lambda', Endpoint: 'e', FilterPolicy: {} }, /FilterPolicy/],
    ['AWS::SQS::Queue', { FifoQueue: true }, /FifoQueue/],
  ])('of %s rejects %j', (type, properties, message) => {
    const result = providers.find((provider) => provider.type === type)?.schema.safeParse(properties);
    expect(JSON.stringify(result?.error?.issues)).toMatch(message);
  });

  it('have none for composite alarms', () => {
    expect(providers.map((provider) => provider.type)).not.toContain('AWS::CloudWatch::CompositeAlarm');
  });
});
