import {
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  type InvokeCommandInput,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ACCOUNT, type Case, REGION, type Shop } from '../shop.ts';
import { anyText, textWith } from './matchers.ts';

const ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:shop`;
const notFound = ['ResourceNotFoundException', 404] as const;
const MEGABYTE = 1024 * 1024;

/** JSON text of so many bytes. */
const sized = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;

export function lambdaCases({ lambda }: Shop): Case[] {
  const shop = { FunctionName: 'shop' };
  const nobody = { FunctionName: 'nobody' };
  const production = { ...shop, Name: 'production' };
  const invoke = async (input: Omit<InvokeCommandInput, 'FunctionName'>) => {
    const { Payload, ...answer } = await lambda.send(new InvokeCommand({ ...shop, ...input }));
    const text = Payload?.transformToString() ?? '';
    return {
      ...answer,
      bytes: text.length,
      payload: text === '' || text.length > 1000 ? undefined : (JSON.parse(text) as unknown),
    };
  };
  return [
    {
      title: 'Invoke waits for the answer',
      run: () => invoke({ Qualifier: 'production', Payload: '{"order":7}' }),
      answers: { StatusCode: 200, ExecutedVersion: '1', payload: { order: 7 } },
    },
    {
      title: 'Invoke tells a failure of the function',
      run: () => invoke({ Qualifier: '1', Payload: '{"fail":true}' }),
      answers: {
        StatusCode: 200,
        FunctionError: 'Unhandled',
        payload: { errorType: 'TypeError', errorMessage: 'no such order' },
      },
    },
    {
      title: 'Invoke does not wait',
      run: () => invoke({ Qualifier: 'production', InvocationType: 'Event', Payload: '{}' }),
      answers: { StatusCode: 202, bytes: 0 },
    },
    {
      title: 'Invoke only asks whether it may',
      run: () => invoke({ Qualifier: 'production', InvocationType: 'DryRun' }),
      answers: { StatusCode: 204 },
    },
    {
      title: 'Invoke takes 6 MB both ways',
      run: () => invoke({ Qualifier: 'production', Payload: sized(6 * MEGABYTE) }),
      answers: { StatusCode: 200, bytes: 6 * MEGABYTE },
    },
    {
      title: 'Invoke with a byte more',
      run: () => invoke({ Payload: sized(6 * MEGABYTE + 1) }),
      fails: ['RequestTooLargeException', 413],
    },
    {
      title: 'Invoke with a megabyte and a byte, without waiting',
      run: () => invoke({ InvocationType: 'Event', Payload: sized(MEGABYTE + 1) }),
      fails: ['RequestTooLargeException', 413],
    },
    {
      title: 'Invoke with a payload that is not JSON',
      run: () => invoke({ Payload: '{' }),
      fails: ['InvalidRequestContentException', 400],
    },
    { title: 'Invoke of an alias that does not exist', run: () => invoke({ Qualifier: 'canary' }), fails: notFound },
    {
      title: 'Invoke with the log, which is not kept',
      run: () => invoke({ LogType: 'Tail' }),
      fails: ['InvalidParameterValueException', 400, /LogType/],
    },
    {
      title: 'GetFunction',
      run: () => lambda.send(new GetFunctionCommand({ ...shop, Qualifier: 'production' })),
      answers: {
        Configuration: { FunctionName: 'shop', FunctionArn: `${ARN}:production`, Version: '1', State: 'Active' },
        Code: { RepositoryType: 'S3' },
      },
    },
    {
      title: 'GetFunction of nobody',
      run: () => lambda.send(new GetFunctionCommand(nobody)),
      fails: [...notFound, /Function not found/],
    },
    {
      title: 'GetFunctionConfiguration',
      run: () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: `${ARN}:1` })),
      answers: {
        Version: '1',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 3,
        MemorySize: 128,
        CodeSha256: anyText,
      },
    },
    {
      title: 'GetFunctionConfiguration of nobody',
      run: () => lambda.send(new GetFunctionConfigurationCommand(nobody)),
      fails: notFound,
    },
    {
      title: 'GetFunctionConcurrency has nothing reserved',
      run: async () => ({
        reserved: (await lambda.send(new GetFunctionConcurrencyCommand(shop))).ReservedConcurrentExecutions,
      }),
      answers: { reserved: undefined },
    },
    {
      title: 'GetFunctionConcurrency of nobody',
      run: () => lambda.send(new GetFunctionConcurrencyCommand(nobody)),
      fails: notFound,
    },
    {
      title: 'GetAccountSettings of an account without a limit of its own',
      run: async () => ({ limit: (await lambda.send(new GetAccountSettingsCommand({}))).AccountLimit }),
      answers: { limit: { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 1_000 } },
    },
    {
      title: 'GetPolicy of an alias',
      run: () => lambda.send(new GetPolicyCommand({ ...shop, Qualifier: 'production' })),
      answers: { Policy: textWith('"Principal":{"Service":"vpc-lattice.amazonaws.com"}'), RevisionId: anyText },
    },
    {
      title: 'GetPolicy of a function that lets nobody in',
      run: () => lambda.send(new GetPolicyCommand(shop)),
      fails: notFound,
    },
    {
      title: 'ListFunctions',
      run: () => lambda.send(new ListFunctionsCommand({})),
      answers: { Functions: [{ FunctionName: 'shop', Version: '$LATEST' }] },
    },
    {
      title: 'ListFunctions in pages that are too small',
      run: () => lambda.send(new ListFunctionsCommand({ MaxItems: 0 })),
      fails: ['InvalidParameterValueException', 400, /MaxItems/],
    },
    {
      title: 'PublishVersion publishes nothing twice',
      run: () => lambda.send(new PublishVersionCommand(shop)),
      answers: { Version: '1' },
    },
    { title: 'PublishVersion of nobody', run: () => lambda.send(new PublishVersionCommand(nobody)), fails: notFound },
    {
      title: 'ListVersionsByFunction',
      run: () => lambda.send(new ListVersionsByFunctionCommand(shop)),
      answers: { Versions: [{ Version: '$LATEST' }, { Version: '1' }] },
    },
    {
      title: 'ListVersionsByFunction in pages',
      run: () => lambda.send(new ListVersionsByFunctionCommand({ ...shop, MaxItems: 1 })),
      answers: { Versions: [{ Version: '$LATEST' }], NextMarker: anyText },
    },
    {
      title: 'ListVersionsByFunction of nobody',
      run: () => lambda.send(new ListVersionsByFunctionCommand(nobody)),
      fails: notFound,
    },
    {
      title: 'ListAliases',
      run: () => lambda.send(new ListAliasesCommand({ ...shop, FunctionVersion: '1' })),
      answers: { Aliases: [{ Name: 'production', FunctionVersion: '1', AliasArn: `${ARN}:production` }] },
    },
    { title: 'ListAliases of nobody', run: () => lambda.send(new ListAliasesCommand(nobody)), fails: notFound },
    {
      title: 'UpdateAlias moves it when it is as it was read',
      run: async () => {
        const { RevisionId } = await lambda.send(new GetAliasCommand(production));
        return lambda.send(new UpdateAliasCommand({ ...production, FunctionVersion: '1', RevisionId }));
      },
      answers: { FunctionVersion: '1', RevisionId: anyText },
    },
    {
      title: 'UpdateAlias when it is not',
      run: () => lambda.send(new UpdateAliasCommand({ ...production, FunctionVersion: '1', RevisionId: 'old' })),
      fails: ['PreconditionFailedException', 412],
    },
    {
      title: 'UpdateAlias to a version that does not exist',
      run: () => lambda.send(new UpdateAliasCommand({ ...production, FunctionVersion: '9' })),
      fails: notFound,
    },
    {
      title: 'UpdateAlias with a split, which is refused by name',
      run: () =>
        lambda.send(
          new UpdateAliasCommand({ ...production, RoutingConfig: { AdditionalVersionWeights: { '1': 0.1 } } }),
        ),
      fails: ['InvalidParameterValueException', 400, /RoutingConfig/],
    },
    {
      title: 'GetAlias of nobody',
      run: () => lambda.send(new GetAliasCommand({ ...shop, Name: 'canary' })),
      fails: notFound,
    },
    {
      title: 'UpdateFunctionConfiguration',
      run: () => lambda.send(new UpdateFunctionConfigurationCommand({ ...shop, Description: 'Sells' })),
      answers: { Description: 'Sells', Version: '$LATEST', LastUpdateStatus: 'Successful' },
    },
    {
      title: 'UpdateFunctionConfiguration of nobody',
      run: () => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'nobody', Description: 'Sells' })),
      fails: notFound,
    },
    {
      title: 'UpdateFunctionCode',
      run: () => lambda.send(new UpdateFunctionCodeCommand({ ...shop, S3Bucket: 'assets', S3Key: 'shop.zip' })),
      answers: { FunctionName: 'shop', Description: 'Sells', CodeSha256: anyText },
    },
    {
      title: 'UpdateFunctionCode from where nothing is',
      run: () => lambda.send(new UpdateFunctionCodeCommand({ ...shop, S3Bucket: 'assets', S3Key: 'old.zip' })),
      fails: ['InvalidParameterValueException', 400, /There is no old\.zip/],
    },
    {
      title: 'DeleteFunction of a version that an alias has',
      run: () => lambda.send(new DeleteFunctionCommand({ ...shop, Qualifier: '1' })),
      fails: ['ResourceConflictException', 409, /alias production/],
    },
    { title: 'DeleteFunction', run: () => lambda.send(new DeleteFunctionCommand(shop)), answers: {} },
  ];
}
