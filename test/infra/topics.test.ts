import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const synth = synthesize();
const TOPICS = ['Canary/Topics/Rollback', 'Canary/Topics/ReleaseEvents'] as const;
const ROLL_BACK = 'Canary/Handlers/RollBack/Function';
const QUEUE = 'Canary/Undelivered/Queue';

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statements(path: string): readonly Statement[] {
  const document = synth.properties(path)['PolicyDocument'] as { readonly Statement: readonly Statement[] };
  return document.Statement;
}

const allowed = (path: string) => statements(path).filter(({ Effect }) => Effect === 'Allow');
const denied = (path: string) => statements(path).filter(({ Effect }) => Effect === 'Deny');

describe.each(TOPICS)('the topic %s', (topic) => {
  it('lets in alarms of this account; rules, whose account no policy can say, only where people are told', () => {
    const publish = (Sid: string, Service: string) => ({
      Sid,
      Effect: 'Allow',
      Principal: { Service },
      Action: 'sns:Publish',
      Resource: synth.ref(topic),
    });
    const alarms = {
      ...publish('AlarmsOfThisAccount', 'cloudwatch.amazonaws.com'),
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    };
    const rules = publish('Rules', 'events.amazonaws.com');
    expect(allowed(`${topic}/Policy`)).toEqual(topic === 'Canary/Topics/Rollback' ? [alarms] : [alarms, rules]);
  });

  it('takes nothing without TLS', () => {
    expect(denied(`${topic}/Policy`)).toEqual([
      expect.objectContaining({
        Principal: '*',
        Action: 'sns:Publish',
        Resource: synth.ref(topic),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  it('has one policy, so that none replaces another', () => {
    const policies = synth
      .all('AWS::SNS::TopicPolicy')
      .filter(({ Properties }) => JSON.stringify(Properties['Topics']).includes(synth.id(topic)));
    expect(policies).toHaveLength(1);
  });

  it('is not encrypted with a key that CloudWatch may not use', () => {
    expect(synth.properties(topic)).not.toHaveProperty('KmsMasterKeyId');
  });
});

describe('subscriptions', () => {
  it('are one: the roll-back function on the rollback topic, undeliverable messages kept', () => {
    expect(synth.all('AWS::SNS::Subscription').map(({ Properties }) => Properties)).toEqual([
      {
        Protocol: 'lambda',
        Endpoint: synth.arn(ROLL_BACK),
        TopicArn: synth.ref('Canary/Topics/Rollback'),
        RedrivePolicy: { deadLetterTargetArn: synth.arn(QUEUE) },
      },
    ]);
  });

  it('may invoke the roll-back function for that topic only', () => {
    const forSns = synth
      .all('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties['Principal'] === 'sns.amazonaws.com');
    expect(forSns.map(({ Properties }) => Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: synth.arn(ROLL_BACK),
        Principal: 'sns.amazonaws.com',
        SourceArn: synth.ref('Canary/Topics/Rollback'),
      },
    ]);
  });

  it('gain the e-mail address of the settings, on the release events', () => {
    const told = synthesize({ canary: { email: 'releases@example.com' } });
    const mails = told.all('AWS::SNS::Subscription').filter(({ Properties }) => Properties['Protocol'] === 'email');
    expect(mails.map(({ Properties }) => Properties)).toEqual([
      { Protocol: 'email', Endpoint: 'releases@example.com', TopicArn: told.ref('Canary/Topics/ReleaseEvents') },
    ]);
  });
});

describe('the dead-letter queue', () => {
  it('is the only queue, encrypted by SQS and kept for two weeks', () => {
    expect(synth.all('AWS::SQS::Queue')).toHaveLength(1);
    expect(synth.properties(QUEUE)).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  });

  it('takes nothing without TLS', () => {
    expect(denied(`${QUEUE}/Policy`)).toEqual([
      expect.objectContaining({
        Action: 'sqs:*',
        Resource: synth.arn(QUEUE),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  it('takes messages from the rollback topic and from the three rules', () => {
    const from = (service: string, source: unknown) =>
      expect.objectContaining({
        Principal: { Service: service },
        Action: 'sqs:SendMessage',
        Resource: synth.arn(QUEUE),
        Condition: { ArnEquals: { 'aws:SourceArn': source } },
      });
    const senders = allowed(`${QUEUE}/Policy`);
    expect(senders).toHaveLength(4);
    expect(senders).toEqual(
      expect.arrayContaining([
        from('sns.amazonaws.com', synth.ref('Canary/Topics/Rollback')),
        from('events.amazonaws.com', synth.arn('Canary/Rules/CanaryAlarm')),
        from('events.amazonaws.com', synth.arn('Canary/Rules/DeadExecution')),
        from('events.amazonaws.com', synth.arn('Canary/FailedRollbacks/Rule')),
      ]),
    );
  });

  it('gets what the roll-back function failed at, after the retries of Lambda', () => {
    expect(synth.properties(ROLL_BACK)['DeadLetterConfig']).toEqual({ TargetArn: synth.arn(QUEUE) });
  });

  it('has an alarm for the first message', () => {
    expect(synth.properties('Canary/Undelivered/Alarm')).toMatchObject({
      AlarmName: 'rollback-undelivered-CanaryDeploymentLatticeStack',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: synth.att(QUEUE, 'QueueName') }],
      Statistic: 'Maximum',
      Period: 60,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  it('has an alarm that tells the release events and never the rollback topic', () => {
    expect(synth.properties('Canary/Undelivered/Alarm')['AlarmActions']).toEqual([
      synth.ref('Canary/Topics/ReleaseEvents'),
    ]);
  });
});
