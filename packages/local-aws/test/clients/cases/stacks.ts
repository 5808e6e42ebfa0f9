import {
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, type Case, REGION, type Shop } from '../shop.ts';
import { anyDate, anyText, textLike } from './matchers.ts';

export function stackCases({ cloudformation, sts, cloud }: Shop): Case[] {
  const StackName = 'Shop';
  const nobody = ['ValidationError', 400, /Stack with id Nobody does not exist/] as const;
  const { StackId } = cloud.deployer.describeStack(StackName);
  return [
    {
      title: 'DescribeStacks',
      run: () => cloudformation.send(new DescribeStacksCommand({ StackName })),
      answers: {
        Stacks: [
          {
            StackName,
            StackId,
            StackStatus: 'CREATE_COMPLETE',
            Description: 'A shop',
            CreationTime: anyDate,
            Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'test' }],
            Outputs: [
              {
                OutputKey: 'Queue',
                OutputValue: cloud.outputs['Queue'],
                Description: 'URL',
                ExportName: 'shop-orders',
              },
              ...Array.from({ length: 8 }, () => ({ OutputKey: anyText, OutputValue: anyText })),
            ],
          },
        ],
      },
    },
    {
      title: 'DescribeStacks by ARN',
      run: () => cloudformation.send(new DescribeStacksCommand({ StackName: StackId })),
      answers: { Stacks: [{ StackName }] },
    },
    {
      title: 'DescribeStacks of all',
      run: () => cloudformation.send(new DescribeStacksCommand({})),
      answers: { Stacks: [{ StackName }] },
    },
    {
      title: 'DescribeStacks of nobody',
      run: () => cloudformation.send(new DescribeStacksCommand({ StackName: 'Nobody' })),
      fails: nobody,
    },
    {
      title: 'DescribeStacks with a token that no answer gave',
      run: () => cloudformation.send(new DescribeStacksCommand({ NextToken: 'bm9ib2R5' })),
      fails: ['ValidationError', 400],
    },
    {
      title: 'ListStacks',
      run: () => cloudformation.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] })),
      answers: { StackSummaries: [{ StackName, TemplateDescription: 'A shop' }] },
    },
    {
      title: 'ListStacks of a status there are none of',
      run: () => cloudformation.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] })),
      answers: { StackSummaries: [] },
    },
    {
      title: 'ListStacks with a token that no answer gave',
      run: () => cloudformation.send(new ListStacksCommand({ NextToken: 'bm9ib2R5' })),
      fails: ['ValidationError', 400],
    },
    {
      title: 'DescribeStackResource',
      run: () => cloudformation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Fn' })),
      answers: {
        StackResourceDetail: {
          StackName,
          LogicalResourceId: 'Fn',
          PhysicalResourceId: 'shop',
          ResourceType: 'AWS::Lambda::Function',
          ResourceStatus: 'CREATE_COMPLETE',
          LastUpdatedTimestamp: anyDate,
        },
      },
    },
    {
      title: 'DescribeStackResource that there is not',
      run: () => cloudformation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Nobody' })),
      fails: ['ValidationError', 400, /Resource Nobody does not exist/],
    },
    {
      title: 'DescribeStackResources',
      run: () => cloudformation.send(new DescribeStackResourcesCommand({ StackName, LogicalResourceId: 'Queue' })),
      answers: { StackResources: [{ StackId, LogicalResourceId: 'Queue', Timestamp: anyDate }] },
    },
    {
      title: 'DescribeStackResources of nobody',
      run: () => cloudformation.send(new DescribeStackResourcesCommand({ StackName: 'Nobody' })),
      fails: nobody,
    },
    {
      title: 'GetTemplate',
      run: async () =>
        JSON.parse(
          (await cloudformation.send(new GetTemplateCommand({ StackName, TemplateStage: 'Processed' }))).TemplateBody ??
            '',
        ) as object,
      answers: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } },
    },
    {
      title: 'GetTemplate of nobody',
      run: () => cloudformation.send(new GetTemplateCommand({ StackName: 'Nobody' })),
      fails: nobody,
    },
    {
      title: 'ListStackResources',
      run: async () =>
        (await cloudformation.send(new ListStackResourcesCommand({ StackName }))).StackResourceSummaries?.find(
          ({ LogicalResourceId }) => LogicalResourceId === 'Topic',
        ),
      answers: { PhysicalResourceId: `arn:aws:sns:${REGION}:${ACCOUNT}:orders`, ResourceType: 'AWS::SNS::Topic' },
    },
    {
      title: 'ListStackResources of nobody',
      run: () => cloudformation.send(new ListStackResourcesCommand({ StackName: 'Nobody' })),
      fails: nobody,
    },
    {
      title: 'GetCallerIdentity of a person',
      run: () => sts.send(new GetCallerIdentityCommand({})),
      answers: {
        Account: ACCOUNT,
        Arn: `arn:aws:iam::${ACCOUNT}:user/operator`,
        UserId: textLike(/^AIDA[0-9A-F]{17}$/),
      },
    },
  ];
}
