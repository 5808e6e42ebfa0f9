/**
 * What AWS was seen to send to whoever reads it, written anew from public recordings and pages: names, kinds of values
 * and what is null are theirs, accounts and names are made up.
 */
const ARN = 'eu-west-1:111122223333';
export const EXECUTION = `arn:aws:states:${ARN}:execution:rollout:release-1`;
export const ALARM = 'canary-lambda-errors-shop';
export const GROUPS = { production: 'tg-0123456789abcdef0', canary: 'tg-0123456789abcdef1' };

/** "Notify users on alarm changes" (CloudWatch user guide), and a field that came in 2026. */
export const ALARM_MESSAGE = {
  AlarmName: ALARM,
  AlarmDescription: 'Description: errors\nInvestigation: logs',
  AWSAccountId: '111122223333',
  AlarmConfigurationUpdatedTimestamp: '2026-01-05T08:55:01.021+0000',
  NewStateValue: 'ALARM',
  NewStateReason:
    'Threshold Crossed: 1 out of the last 1 datapoints [7.0 (05/01/26 09:10:00)] was greater than the threshold (5.0).',
  StateChangeTime: '2026-01-05T09:11:42.131+0000',
  Region: 'EU (Ireland)',
  AlarmArn: `arn:aws:cloudwatch:${ARN}:alarm:${ALARM}`,
  OldStateValue: 'OK',
  OKActions: [],
  AlarmActions: [`arn:aws:sns:${ARN}:Shop-Rollback`],
  InsufficientDataActions: [],
  ActionExecutedAfterMuteWindow: false,
  Trigger: {
    MetricName: 'Errors',
    Namespace: 'AWS/Lambda',
    StatisticType: 'Statistic',
    Statistic: 'SUM',
    Unit: null,
    Dimensions: [{ value: 'shop', name: 'FunctionName' }],
    Period: 60,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 5.0,
    TreatMissingData: 'notBreaching',
    EvaluateLowSampleCountPercentile: '',
  },
};

/** "Invoking Lambda functions with Amazon SNS notifications" (Lambda developer guide). */
export const notification = (Message: string) => ({
  Records: [
    {
      EventVersion: '1.0',
      EventSubscriptionArn: `arn:aws:sns:${ARN}:Shop-Rollback:21be56ed-a058-49f5-8c98-aedd2564c486`,
      EventSource: 'aws:sns',
      Sns: {
        SignatureVersion: '1',
        Timestamp: '2026-01-05T09:11:42.290Z',
        Signature: 'tcc6faL2yUC6dgZdmrwh1Y4cGa/ebXEkAi6RibDsvpi+tE/1+82j==',
        SigningCertUrl:
          'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-ac565b8b1a6c5d002d285f9598aa1d9b.pem',
        MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
        Message,
        MessageAttributes: {},
        Type: 'Notification',
        UnsubscribeUrl: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
        TopicArn: `arn:aws:sns:${ARN}:Shop-Rollback`,
        Subject: null,
      },
    },
  ],
});

/** "Alarm events and EventBridge" (CloudWatch user guide). */
export const ALARM_EVENT = {
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '111122223333',
  time: '2026-01-05T09:11:42Z',
  region: 'eu-west-1',
  resources: [`arn:aws:cloudwatch:${ARN}:alarm:${ALARM}`],
  detail: {
    alarmName: ALARM,
    configuration: {
      description: 'errors',
      metrics: [
        {
          id: '2c3f4a4d-0000-0000-0000-000000000000',
          metricStat: {
            metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'shop' } },
            period: 60,
            stat: 'Sum',
          },
          returnData: true,
        },
      ],
    },
    previousState: { timestamp: '2026-01-05T08:56:40.989+0000', value: 'OK' },
    state: {
      reason: 'Threshold Crossed: 1 out of the last 1 datapoints [7.0 (05/01/26 09:10:00)] was greater than (5.0)',
      reasonData: '{"version":"1.0","statistic":"Sum","period":60,"recentDatapoints":[7.0],"threshold":5.0}',
      timestamp: '2026-01-05T09:11:42.131+0000',
      value: 'ALARM',
    },
  },
};

/** "Step Functions Execution Status Change" (developer guide); what there is nothing of is null, as recorded. */
export const executionEvent = (status: string, more: object = {}) => ({
  version: '0',
  id: '315c1398-40ff-a850-213b-158f73e60175',
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  account: '111122223333',
  time: '2026-01-05T09:12:00Z',
  region: 'eu-west-1',
  resources: [EXECUTION],
  detail: {
    executionArn: EXECUTION,
    stateMachineArn: `arn:aws:states:${ARN}:stateMachine:rollout`,
    name: 'release-1',
    status,
    startDate: 1_767_603_600_984,
    stopDate: 1_767_604_320_531,
    input: '{}',
    inputDetails: { included: true },
    output: null,
    outputDetails: null,
    error: null,
    cause: null,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'REDRIVABLE',
    redriveStatusReason: null,
    ...more,
  },
});

/** Of a metric without any data, as recorded. */
export const NO_METRIC_DATA = {
  MetricDataResults: [
    { Id: 'canary_invocations', Label: 'Invocations', Timestamps: [], Values: [], StatusCode: 'Complete' },
  ],
  Messages: [],
};

/** GetListener in the VPC Lattice API reference; what weighs nothing may come without a weight. */
export const listenerWith = (...weights: readonly (number | undefined)[]) => ({
  arn: `arn:aws:vpc-lattice:${ARN}:service/svc-0123456789abcdef0/listener/listener-0123456789abcdef0`,
  createdAt: '2026-01-02T10:00:00.123Z',
  defaultAction: {
    forward: {
      targetGroups: [GROUPS.production, GROUPS.canary].map((targetGroupIdentifier, i) => ({
        targetGroupIdentifier,
        ...(weights[i] !== undefined && { weight: weights[i] }),
      })),
    },
  },
  id: 'listener-0123456789abcdef0',
  lastUpdatedAt: '2026-01-05T09:00:00.456Z',
  name: 'shop',
  port: 443,
  protocol: 'HTTPS',
  serviceArn: `arn:aws:vpc-lattice:${ARN}:service/svc-0123456789abcdef0`,
  serviceId: 'svc-0123456789abcdef0',
});

/** A failed function as Lambda leaves it, type and message in whatever order. */
const failed = (errorMessage: string, errorType: string) => JSON.stringify({ errorMessage, errorType });
const KILLED = 'RequestId: 8be5b0f8 Error: Runtime exited with error: signal: killed';
const LATE = '2026-01-05T09:00:20.048Z 8be5b0f8-0000-4000-8000-000000000000 Task timed out after 20.00 seconds';
const FULL = 'Rate Exceeded. (Service: Lambda, Status Code: 429, Request ID: 8be5b0f8-0000-4000-8000-000000000000)';

/** What a failed task says, as Step Functions and Lambda were recorded to write it, and what a person is to read. */
export const CAUSES: readonly (readonly [about: string, cause: string, words: string])[] = [
  [
    'an error that the function threw',
    '{"errorType":"ClaimLost","errorMessage":"the claim was revoked","trace":["ClaimLost: the claim was revoked"]}',
    'the claim was revoked',
  ],
  ['a function that took too long', failed(LATE, 'Sandbox.Timedout'), LATE],
  ['a process that ended', failed(KILLED, 'Runtime.ExitError'), KILLED],
  ["the account's concurrency used up", FULL, FULL],
  ['nothing', '', 'no cause was given'],
];
