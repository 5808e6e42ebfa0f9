import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import { ACCOUNT, type Case, REGION, type Shop } from '../shop.ts';
import { anyText } from './matchers.ts';

const ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:shop`;
const notFound = ['ResourceNotFoundException', 404] as const;

export function provisionedCases({ lambda }: Shop): Case[] {
  const shop = { FunctionName: 'shop' };
  const first = { ...shop, Qualifier: '1' };
  const nobody = { FunctionName: 'nobody' };
  return [
    {
      title: 'PutProvisionedConcurrencyConfig',
      run: () =>
        lambda.send(new PutProvisionedConcurrencyConfigCommand({ ...first, ProvisionedConcurrentExecutions: 2 })),
      answers: {
        RequestedProvisionedConcurrentExecutions: 2,
        AvailableProvisionedConcurrentExecutions: 0,
        Status: 'IN_PROGRESS',
        LastModified: anyText,
      },
    },
    {
      title: 'PutProvisionedConcurrencyConfig of what is not published',
      run: () =>
        lambda.send(
          new PutProvisionedConcurrencyConfigCommand({
            ...shop,
            Qualifier: '$LATEST',
            ProvisionedConcurrentExecutions: 2,
          }),
        ),
      fails: ['InvalidParameterValueException', 400, /unpublished/],
    },
    {
      title: 'PutProvisionedConcurrencyConfig of an alias whose version has it',
      run: () =>
        lambda.send(
          new PutProvisionedConcurrencyConfigCommand({
            ...shop,
            Qualifier: 'production',
            ProvisionedConcurrentExecutions: 2,
          }),
        ),
      fails: ['ResourceConflictException', 409, /already Provisioned version/],
    },
    {
      title: 'GetProvisionedConcurrencyConfig',
      run: () => lambda.send(new GetProvisionedConcurrencyConfigCommand(first)),
      answers: { RequestedProvisionedConcurrentExecutions: 2 },
    },
    {
      title: 'ListProvisionedConcurrencyConfigs',
      run: () => lambda.send(new ListProvisionedConcurrencyConfigsCommand(shop)),
      answers: {
        ProvisionedConcurrencyConfigs: [{ FunctionArn: `${ARN}:1`, RequestedProvisionedConcurrentExecutions: 2 }],
      },
    },
    {
      title: 'ListProvisionedConcurrencyConfigs of nobody',
      run: () => lambda.send(new ListProvisionedConcurrencyConfigsCommand(nobody)),
      fails: notFound,
    },
    {
      title: 'DeleteProvisionedConcurrencyConfig',
      run: () => lambda.send(new DeleteProvisionedConcurrencyConfigCommand(first)),
      answers: {},
    },
    {
      title: 'GetProvisionedConcurrencyConfig of what has none',
      run: () => lambda.send(new GetProvisionedConcurrencyConfigCommand(first)),
      fails: ['ProvisionedConcurrencyConfigNotFoundException', 404],
    },
    {
      title: 'DeleteProvisionedConcurrencyConfig of nobody',
      run: () => lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ ...nobody, Qualifier: '1' })),
      fails: notFound,
    },
  ];
}
