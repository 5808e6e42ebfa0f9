import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { synthesize } from '../infra/synthesized.ts';
import { EXPLAINED, readText } from './pages.ts';

const synth = synthesize();
const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());
const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().regex(/^[A-Za-z0-9]+$/),
      Effect: z.literal('Allow'),
      Action: oneOrMore,
      Resource: oneOrMore,
    }),
  ),
});

/**
 * Each action and the kind of resource that it is authorized on, from the service authorization reference; `*` where
 * the service knows none.
 */
const AUTHORIZED_ON: Readonly<Record<string, string>> = {
  'cloudformation:DescribeStackEvents': 'stack',
  'cloudformation:DescribeStacks': 'stack',
  'cloudformation:GetTemplate': 'stack',
  'cloudformation:ListStackResources': 'stack',
  'cloudtrail:LookupEvents': '*',
  'cloudwatch:DescribeAlarms': '*',
  'cloudwatch:EnableAlarmActions': 'alarm',
  'cloudwatch:GetMetricData': '*',
  'cloudwatch:GetMetricStatistics': '*',
  'cloudwatch:ListMetrics': '*',
  'cloudwatch:PutMetricAlarm': 'alarm',
  'dynamodb:GetItem': 'table',
  'dynamodb:PutItem': 'table',
  'dynamodb:Query': 'table',
  'dynamodb:UpdateItem': 'table',
  'events:EnableRule': 'rule',
  'events:ListRules': 'rule',
  'events:ListTargetsByRule': 'rule',
  'lambda:CreateAlias': 'function',
  'lambda:DeleteProvisionedConcurrencyConfig': 'function',
  'lambda:GetAccountSettings': '*',
  'lambda:GetAlias': 'function',
  'lambda:GetFunctionConcurrency': 'function',
  'lambda:GetFunctionConfiguration': 'function',
  'lambda:ListAliases': 'function',
  'lambda:ListProvisionedConcurrencyConfigs': 'function',
  'lambda:ListVersionsByFunction': 'function',
  'lambda:UpdateAlias': 'function',
  'logs:FilterLogEvents': 'log group',
  'sns:GetTopicAttributes': 'topic',
  'sns:ListSubscriptionsByTopic': 'topic',
  'sns:Publish': 'topic',
  'sns:SetTopicAttributes': 'topic',
  'sns:Subscribe': 'topic',
  'sqs:PurgeQueue': 'queue',
  'sqs:ReceiveMessage': 'queue',
  'states:DescribeExecution': 'execution',
  'states:DescribeStateMachine': 'machine',
  'states:DescribeStateMachineForExecution': 'execution',
  'states:GetExecutionHistory': 'execution',
  'states:ListExecutions': 'machine',
  'states:ListStateMachines': '*',
  'states:StartExecution': 'machine',
  'states:StopExecution': 'execution',
  'vpc-lattice:GetListener': 'listener',
  'vpc-lattice:ListAccessLogSubscriptions': '*',
  'vpc-lattice:ListTargets': 'target group',
  'vpc-lattice:RegisterTargets': 'target group',
  'vpc-lattice:UpdateListener': 'listener',
};

const OF_THIS_ACCOUNT = '<Region>:<Account>:';
const KIND_OF: Readonly<Record<string, string>> = {
  '*': '*',
  '<StateMachineArn>': 'machine',
  '<ExecutionArn>:*': 'execution',
  '<AnswerMachineArn>': 'machine',
  '<AnswerExecutionArn>:*': 'execution',
  '<RollbackTopicArn>': 'topic',
  '<UndeliveredQueueArn>': 'queue',
  [`arn:aws:cloudformation:${OF_THIS_ACCOUNT}stack/<StackName>/*`]: 'stack',
  [`arn:aws:cloudwatch:${OF_THIS_ACCOUNT}alarm:*-<ServiceName>`]: 'alarm',
  [`arn:aws:dynamodb:${OF_THIS_ACCOUNT}table/<RecordTableName>`]: 'table',
  [`arn:aws:events:${OF_THIS_ACCOUNT}rule/*`]: 'rule',
  [`arn:aws:events:${OF_THIS_ACCOUNT}rule/<StackName>-*`]: 'rule',
  [`arn:aws:lambda:${OF_THIS_ACCOUNT}function:<FunctionName>`]: 'function',
  [`arn:aws:lambda:${OF_THIS_ACCOUNT}function:<FunctionName>:*`]: 'function',
  [`arn:aws:logs:${OF_THIS_ACCOUNT}log-group:<StackName>-*`]: 'log group',
  [`arn:aws:logs:${OF_THIS_ACCOUNT}log-group:/aws/vendedlogs/states/<StackName>-*`]: 'log group',
  [`arn:aws:logs:${OF_THIS_ACCOUNT}log-group:/aws/vendedlogs/vpc-lattice/<StackName>-*`]: 'log group',
  [`arn:aws:vpc-lattice:${OF_THIS_ACCOUNT}targetgroup/*`]: 'target group',
  [`arn:aws:vpc-lattice:${OF_THIS_ACCOUNT}service/<ServiceId>/listener/<ListenerId>`]: 'listener',
};

const policyOf = (name: string) => policySchema.parse(JSON.parse(readText(`docs/policies/${name}.json`)));
const actionsOf = (name: string) =>
  policyOf(name)
    .Statement.flatMap(({ Action }) => Action)
    .toSorted();

describe.each(['operator', 'pipeline', 'approver', 'by-hand'])('the policy %s', (name) => {
  it.each(policyOf(name).Statement)(
    'allows each action of $Sid on the kind of resource it is authorized on',
    ({ Action, Resource }) => {
      const kinds = Resource.map((resource) => KIND_OF[resource]);
      for (const action of Action)
        expect(kinds.map((kind) => [action, kind])).toEqual(kinds.map(() => [action, AUTHORIZED_ON[action]]));
    },
  );

  it('has only placeholders that can be filled in', () => {
    const placeholders = [...readText(`docs/policies/${name}.json`).matchAll(/<(\w+)>/g)].map(
      ([, placeholder = '']) => placeholder,
    );
    expect([...Object.keys(synth.template.Outputs), ...EXPLAINED]).toEqual(expect.arrayContaining(placeholders));
  });

  it('has every placeholder explained in docs/security.md', () => {
    const placeholders = [...readText(`docs/policies/${name}.json`).matchAll(/<(\w+)>/g)].map(
      ([, placeholder = '']) => placeholder,
    );
    const explanation = readText('docs/security.md');
    expect(placeholders.filter((placeholder) => !explanation.includes(placeholder))).toEqual([]);
  });
});

/** Those that whoever has this policy may start. */
const machinesOf = (name: string) =>
  policyOf(name).Statement.flatMap(({ Action, Resource }) =>
    Action.includes('states:StartExecution') ? Resource : [],
  );

describe('what the policies leave out', () => {
  it('a pipeline starts and waits, and no more', () => {
    expect(actionsOf('pipeline')).toEqual([
      'cloudformation:DescribeStacks',
      'states:DescribeExecution',
      'states:StartExecution',
    ]);
  });

  it('an approver starts no release, and whoever starts one approves none', () => {
    expect(['operator', 'pipeline', 'approver'].map(machinesOf)).toEqual([
      ['<StateMachineArn>'],
      ['<StateMachineArn>'],
      ['<AnswerMachineArn>'],
    ]);
    expect(actionsOf('approver').filter((action) => /Stop|Publish|Update|Put|Invoke/.test(action))).toEqual([]);
  });

  it('an operator writes neither weights nor aliases nor the record', () => {
    expect(actionsOf('operator').filter((action) => /:(Update|Put|Delete|Create|Invoke)/.test(action))).toEqual([]);
  });
});
