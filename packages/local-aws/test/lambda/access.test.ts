import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { OPERATOR } from '../../src/core/types.ts';
import type { Statement, TrustPolicy } from '../../src/iam/document.ts';
import { lambdaResources } from '../../src/lambda/resources.ts';
import { accessOf } from '../access.ts';
import { bundle, PLACE, startFunction, startFunctions } from './bundle.ts';

const FN = 'arn:aws:lambda:eu-west-1:123456789012:function:fn';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:dead';
const MACHINE = { principal: 'arn:aws:iam::123456789012:role/machine', session: 'e' };
const allow = (Action: string | string[], ...Resource: string[]): Statement => ({ Effect: 'Allow', Action, Resource });

const invoking = async (statements: Statement[], functionArn: string) => {
  const { functions } = await startFunction(
    'export const handler = () => 1;',
    {},
    undefined,
    undefined,
    accessOf({ statements }),
  );
  return functions.admit({ functionArn, payload: '{}', caller: MACHINE });
};

describe('an invocation by a role', () => {
  test('is allowed on the ARN as it is invoked', async () => {
    await expect(invoking([allow('lambda:InvokeFunction', FN)], FN)).resolves.toMatchObject({ record: { name: 'fn' } });
    await expect(invoking([allow('lambda:InvokeFunction', `${FN}:*`)], `${FN}:$LATEST`)).resolves.toMatchObject({
      qualifier: '$LATEST',
    });
  });

  test.each([
    ['a qualifier that only the function allows', FN, `${FN}:$LATEST`],
    ['the function where only its qualifiers are allowed', `${FN}:*`, FN],
    ['another function', `${FN}2`, FN],
    ['a function that does not exist, which stays a secret', FN, `${FN}3`],
  ])('is refused for %s', async (_what, allowed, invoked) => {
    await expect(invoking([allow('lambda:InvokeFunction', allowed)], invoked)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::123456789012:assumed-role/machine/e is not authorized to perform: ' +
        `lambda:InvokeFunction on resource: ${invoked} because no identity-based policy allows the ` +
        'lambda:InvokeFunction action',
    });
  });
});

describe('the log of a function', () => {
  const source = 'export const handler = (event) => { console.log("hello"); if (event.fail) throw new Error("no"); };';
  const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  const GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/fn:*';

  const run = async (statements: Statement[]) => {
    const world = await startFunction(source, {}, undefined, 1, accessOf({ statements }));
    for (const payload of ['{}', '{"fail":true}'])
      await world.functions.invoke({ functionArn: 'fn', payload, caller: OPERATOR });
    const file = join(world.logFolder, 'fn.log');
    return {
      said: world.lines.filter((line) => line.includes('no log')),
      text: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
    };
  };

  test('is written with the permissions of CDK, which are on the group and all in it', async () => {
    expect(await run([allow(LOGS, GROUP)])).toEqual({ said: [], text: expect.stringContaining('hello') as string });
  });

  test.each<[string, Statement[]]>([
    ['any', []],
    ['logs:PutLogEvents', [allow('logs:CreateLogStream', GROUP)]],
    ['logs:CreateLogStream', [allow('logs:PutLogEvents', GROUP)]],
    ["those of another function's group", [allow(LOGS, GROUP.replace('/fn', '/other'))]],
  ])('is missing without %s, which the cloud says once', async (_what, statements) => {
    const { said, text } = await run(statements);
    expect(text).toBeUndefined();
    expect(said).toEqual([
      'fn has no log: its role arn:aws:iam::123456789012:role/fn is not allowed both logs:CreateLogStream ' +
        'and logs:PutLogEvents on /aws/lambda/fn',
    ]);
  });
});

const trusts = (Service: string): TrustPolicy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});

const FUNCTION = {
  FunctionName: 'fn',
  Code: { S3Bucket: 'assets', S3Key: 'a.zip' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::123456789012:role/fn',
};

const deploying = (statements: Statement[], trust = trusts('lambda.amazonaws.com')) => {
  const { functions } = startFunctions(undefined, undefined, accessOf({ statements, trust }));
  const folder = bundle('export const handler = () => 1;');
  const providers = lambdaResources(functions, { folderOf: async () => folder }, seededRandom(1));
  return async (type: string, properties: object) => {
    const provider = providers.find((each) => each.type === `AWS::Lambda::${type}`);
    return provider?.create({
      logicalId: 'Id',
      stackName: 'Stack',
      place: PLACE,
      metadata: {},
      properties: provider.schema.parse(properties),
    });
  };
};

describe('a deployment', () => {
  test('rejects a function whose role does not trust Lambda', async () => {
    await expect(deploying([], trusts('states.amazonaws.com'))('Function', FUNCTION)).rejects.toThrow(
      'The role defined for the function cannot be assumed by Lambda: the role fn cannot be assumed by ' +
        'lambda.amazonaws.com: its trust policy does not allow it sts:AssumeRole',
    );
  });

  const refusal =
    `The provided execution role does not have permissions to call SendMessage on SQS: ${FUNCTION.Role} is not ` +
    `allowed sqs:SendMessage on ${QUEUE}`;

  test('rejects a dead-letter queue to which the role may not send', async () => {
    const withQueue = { ...FUNCTION, DeadLetterConfig: { TargetArn: QUEUE } };
    await expect(deploying([])('Function', withQueue)).rejects.toThrow(refusal);
    await expect(deploying([allow('sqs:SendMessage', QUEUE)])('Function', withQueue)).resolves.toMatchObject({
      ref: 'fn',
    });
  });

  test('rejects a destination of failed events to which the role may not send', async () => {
    const config = {
      FunctionName: 'fn',
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: QUEUE } },
    };
    const create = deploying([allow('sqs:SendMessage', `${QUEUE}2`)]);
    await create('Function', FUNCTION);
    await expect(create('EventInvokeConfig', config)).rejects.toThrow(refusal);
  });
});
