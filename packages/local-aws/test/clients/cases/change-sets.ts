import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListExportsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { until, yes } from '../../../src/core/until.ts';
import { ACCOUNT, type Case, type Shop } from '../shop.ts';
import { expect } from 'vitest';
import { anyText, textLike } from './matchers.ts';

const template = (QueueName: string) => `
Parameters:
  Name: { Type: String, Default: ${QueueName} }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: { Ref: Name } }
`;

/** How a stack comes, changes and goes over the API. */
export function changeSetCases({ cloudformation, sts, cloud }: Shop): Case[] {
  const StackName = 'Stall';
  const set = { StackName, ChangeSetName: 'first' };
  const statusOf = async (name: string) =>
    (await cloudformation.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0]?.StackStatus;
  const ended = (name: string, status: string) => until(async () => yes((await statusOf(name)) === status));
  const create = (ChangeSetType: 'CREATE' | 'UPDATE', QueueName: string, more: object = {}) =>
    cloudformation.send(
      new CreateChangeSetCommand({ ...set, ChangeSetType, TemplateBody: template(QueueName), ...more }),
    );
  const protect = (EnableTerminationProtection: boolean, name = StackName) =>
    cloudformation.send(new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection }));
  const noSet = ['ChangeSetNotFoundException', 404, /\[second\] does not exist/] as const;
  const second = { StackName, ChangeSetName: 'second' };
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/clerk`;
  return [
    {
      title: 'CreateChangeSet of a stack that there is not',
      run: () => create('UPDATE', 'stall'),
      fails: ['ValidationError', 400, /Stack \[Stall\] does not exist/],
    },
    {
      title: 'CreateChangeSet with what the local cloud does not have',
      run: () => create('CREATE', 'stall', { TemplateBody: '{"Resources":{"A":{"Type":"AWS::Test::Thing"}}}' }),
      fails: ['ValidationError', 400, /A \(AWS::Test::Thing\): this resource type is not supported/],
    },
    {
      title: 'CreateChangeSet with a tag of YAML',
      run: () => create('CREATE', 'stall', { TemplateBody: 'Resources: !Ref Nothing' }),
      fails: ['ValidationError', 400, /Template format error: .*!Ref/],
    },
    { title: 'CreateChangeSet', run: () => create('CREATE', 'stall'), answers: { Id: anyText, StackId: anyText } },
    {
      title: 'CreateChangeSet under a name that there is',
      run: () => create('CREATE', 'stall'),
      fails: ['AlreadyExistsException', 400],
    },
    {
      title: 'DescribeChangeSet',
      run: () => cloudformation.send(new DescribeChangeSetCommand(set)),
      answers: {
        Status: 'CREATE_COMPLETE',
        ExecutionStatus: 'AVAILABLE',
        Changes: [{ Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'Queue' } }],
      },
    },
    {
      title: 'DescribeChangeSet left a stack to review',
      run: async () => ({ is: await statusOf(StackName) }),
      answers: { is: 'REVIEW_IN_PROGRESS' },
    },
    {
      title: 'DescribeChangeSet of nobody',
      run: () => cloudformation.send(new DescribeChangeSetCommand(second)),
      fails: noSet,
    },
    {
      title: 'ExecuteChangeSet of nobody',
      run: () => cloudformation.send(new ExecuteChangeSetCommand(second)),
      fails: noSet,
    },
    {
      title: 'ExecuteChangeSet',
      run: async () => {
        await cloudformation.send(new ExecuteChangeSetCommand(set));
        await ended(StackName, 'CREATE_COMPLETE');
        return cloud.queues.all().map(({ arn }) => arn.split(':').at(-1));
      },
      answers: expect.arrayContaining(['stall']) as object,
    },
    {
      title: 'CreateChangeSet that changes nothing',
      run: async () => {
        await create('UPDATE', 'stall');
        return cloudformation.send(new DescribeChangeSetCommand(set));
      },
      answers: { Status: 'FAILED', StatusReason: textLike(/^The submitted information didn't contain changes\./) },
    },
    {
      title: 'ExecuteChangeSet that changes nothing',
      run: () => cloudformation.send(new ExecuteChangeSetCommand(set)),
      fails: ['InvalidChangeSetStatusException', 400],
    },
    { title: 'DeleteChangeSet', run: () => cloudformation.send(new DeleteChangeSetCommand(set)), answers: {} },
    {
      title: 'DeleteChangeSet that is gone',
      run: () => cloudformation.send(new DeleteChangeSetCommand(set)),
      answers: {},
    },
    {
      title: 'DeleteChangeSet without a name',
      run: () => cloudformation.send(new DeleteChangeSetCommand({ StackName, ChangeSetName: '' })),
      fails: ['ValidationError', 400],
    },
    {
      title: 'CreateChangeSet with another value of a parameter, which makes another queue',
      run: async () => {
        await create('UPDATE', 'stall', { Parameters: [{ ParameterKey: 'Name', ParameterValue: 'kiosk' }] });
        return cloudformation.send(new DescribeChangeSetCommand({ ...set, IncludePropertyValues: true }));
      },
      answers: {
        Changes: [
          {
            ResourceChange: {
              Action: 'Modify',
              Replacement: 'True',
              PolicyAction: 'ReplaceAndDelete',
              Details: [
                {
                  Target: {
                    Name: 'QueueName',
                    RequiresRecreation: 'Always',
                    BeforeValue: 'stall',
                    AfterValue: 'kiosk',
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      title: 'ExecuteChangeSet, which removes the first queue',
      run: async () => {
        await cloudformation.send(new ExecuteChangeSetCommand(set));
        await ended(StackName, 'UPDATE_COMPLETE');
        return {
          there: cloud.queues
            .all()
            .map(({ arn }) => arn.split(':').at(-1))
            .filter((name) => name !== 'orders'),
        };
      },
      answers: { there: ['kiosk'] },
    },
    {
      title: 'DescribeStackEvents, the newest first',
      run: async () =>
        (await cloudformation.send(new DescribeStackEventsCommand({ StackName }))).StackEvents?.map(
          ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`,
        ),
      answers: [
        'Stall UPDATE_COMPLETE',
        'Queue DELETE_COMPLETE',
        'Queue DELETE_IN_PROGRESS',
        'Queue UPDATE_COMPLETE',
        'Queue UPDATE_IN_PROGRESS',
        'Stall UPDATE_IN_PROGRESS',
        'Stall CREATE_COMPLETE',
        'Queue CREATE_COMPLETE',
        'Queue CREATE_IN_PROGRESS',
        'Stall CREATE_IN_PROGRESS',
        'Stall REVIEW_IN_PROGRESS',
      ],
    },
    {
      title: 'CreateChangeSet of tags alone, which is a change',
      run: async () => {
        const kept = { StackName: 'Shop', ChangeSetName: 'kept' };
        const TemplateBody = cloud.deployer.stack('Shop').body;
        const Tags = [{ Key: 'stage', Value: 'test' }];
        await cloudformation.send(new CreateChangeSetCommand({ ...kept, TemplateBody, Tags }));
        return cloudformation.send(new DescribeChangeSetCommand(kept));
      },
      answers: { Status: 'CREATE_COMPLETE', Tags: [{ Key: 'stage', Value: 'test' }] },
    },
    {
      title: 'DescribeStackEvents of a stack that came otherwise',
      run: () => cloudformation.send(new DescribeStackEventsCommand({ StackName: 'Shop' })),
      answers: {
        StackEvents: expect.arrayContaining([expect.objectContaining({ ResourceType: 'AWS::SNS::Topic' })]) as unknown,
      },
    },
    {
      title: 'DescribeStackEvents of nobody',
      run: () => cloudformation.send(new DescribeStackEventsCommand({ StackName: 'Nobody' })),
      fails: ['ValidationError', 400],
    },
    {
      title: 'ListExports',
      run: () => cloudformation.send(new ListExportsCommand({})),
      answers: { Exports: [{ Name: 'shop-orders', Value: anyText, ExportingStackId: anyText }] },
    },
    {
      title: 'ListExports with a token that no answer gave',
      run: () => cloudformation.send(new ListExportsCommand({ NextToken: 'bm9ib2R5' })),
      fails: ['ValidationError', 400],
    },
    { title: 'UpdateTerminationProtection', run: () => protect(true), answers: { StackId: anyText } },
    {
      title: 'UpdateTerminationProtection of nobody',
      run: () => protect(true, 'Nobody'),
      fails: ['ValidationError', 400],
    },
    {
      title: 'DeleteStack that is protected',
      run: () => cloudformation.send(new DeleteStackCommand({ StackName })),
      fails: ['ValidationError', 400, /TerminationProtection is enabled/],
    },
    {
      title: 'DeleteStack, which can be asked for by its id alone then',
      run: async () => {
        const { StackId = '' } = await protect(false);
        await cloudformation.send(new DeleteStackCommand({ StackName }));
        await ended(StackId, 'DELETE_COMPLETE');
        return { byName: await statusOf(StackName).catch((error: Error) => error.message) };
      },
      answers: { byName: 'Stack with id Stall does not exist' },
    },
    {
      title: 'AssumeRole',
      run: async () => {
        const asked = { RoleArn: roleArn, RoleSessionName: 'me' };
        const { Credentials, AssumedRoleUser } = await sts.send(new AssumeRoleCommand(asked));
        return { AssumedRoleUser, caller: cloud.roles.callerOf(Credentials?.AccessKeyId ?? '') };
      },
      answers: {
        AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/clerk/me` },
        caller: { principal: roleArn, session: 'me' },
      },
    },
    {
      title: 'AssumeRole with an external id, which the role does not want',
      run: () => sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'me', ExternalId: 'deputy' })),
      fails: ['AccessDenied', 403, /is not authorized to perform: sts:AssumeRole/],
    },
  ];
}
