import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Input, OPERATOR, type Operations } from '../../src/core/types.ts';
import { shapeFaults } from '../../src/testing/shape-faults.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeSetCases } from './cases/change-sets.ts';
import { alarmCases, metricCases } from './cases/cloudwatch.ts';
import { eventCases, queueCases, topicCases } from './cases/messages.ts';
import { lambdaCases } from './cases/lambda.ts';
import { latticeCases } from './cases/lattice.ts';
import { objectCases } from './cases/objects.ts';
import { provisionedCases } from './cases/provisioned.ts';
import { stackCases } from './cases/stacks.ts';
import { statesCases } from './cases/states.ts';
import { ACCOUNT, type Case, openShop, REGION, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** What CloudWatch answers well; how its refusals are told in CBOR is held elsewhere. */
function inCbor(of: Shop): readonly Case[] {
  const cbor = { ...of, cloudwatch: of.cloudwatchInCbor };
  return [...alarmCases(cbor), ...metricCases(cbor, 'ShopInCbor')].filter(({ fails }) => fails === undefined);
}

/** In this order, for functions are deleted at last. */
const SERVICES: Readonly<Record<string, (shop: Shop) => readonly Case[]>> = {
  'CloudFormation and STS': stackCases,
  'Step Functions': statesCases,
  'VPC Lattice': latticeCases,
  'CloudWatch alarms': alarmCases,
  'CloudWatch metrics': (all) => metricCases(all),
  'CloudWatch in CBOR': inCbor,
  SNS: topicCases,
  SQS: queueCases,
  EventBridge: eventCases,
  'Provisioned concurrency': provisionedCases,
  Lambda: lambdaCases,
  'S3 and SSM': objectCases,
  // A stack of its own, whose outputs are those of the cloud from then on.
  'Change sets and roles': changeSetCases,
};

/** What each case would be of, to name the tests before there is a cloud. */
const titlesOf = (cases: (shop: Shop) => readonly Case[]) => {
  const nothing = { out: () => '', cloud: { outputs: {}, deployer: { describeStack: () => ({}) } } };
  return cases(nothing as unknown as Shop).map(
    ({ title, fails }, index) => [fails === undefined ? title : `${title}: rejects with ${fails[0]}`, index] as const,
  );
};

const outcomeOf = (run: Case['run']) =>
  run().then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );

function asOutcome({ answers = {}, fails }: Pick<Case, 'answers' | 'fails'>): object {
  if (fails === undefined) return { answer: answers };
  const [name, status, message = /./] = fails;
  return { error: { name, message: expect.stringMatching(message) as unknown, $metadata: { httpStatusCode: status } } };
}

describe.each(Object.entries(SERVICES))('%s', (_service, cases) => {
  test.each(titlesOf(cases))('%s', async (_title, index) => {
    const { run, ...expected } = cases(shop)[index] ?? { run: () => Promise.reject(new Error('no such case')) };
    expect(await outcomeOf(run)).toMatchObject(asOutcome(expected));
  });
});

test('GetCallerIdentity of a function is a session of its role', async () => {
  const roleArn = shop.cloud.deployer.stack('Shop').resources.get('Role')?.deployed.attributes['Arn'] ?? '';
  const accessKeyId = shop.cloud.roles.accessKeyIdFor(roleArn, 'greetings');
  const sts = new STSClient({
    endpoint: shop.cloud.endpoint.url,
    region: REGION,
    credentials: { accessKeyId, secretAccessKey: 'x' },
  });
  const { Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  expect(Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/${roleArn.split('/').at(-1)}/greetings`);
  expect(UserId).toMatch(/^AROA[0-9A-F]{17}:greetings$/);
});

test('every operation there is was answered above, and every one that can fail was refused', () => {
  const all = Object.entries(shop.cloud.operations).flatMap(([service, operations]) =>
    Object.keys(operations).map((operation) => `${service} ${operation}`),
  );
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter((name) => !shop.answered.has(name))).toEqual([]);
  // Neither takes any input: what is permitted cannot be asked wrongly.
  expect(all.filter((name) => !shop.refused.has(name))).toEqual(['lambda GetAccountSettings', 'sts GetCallerIdentity']);
});

test("every answer in JSON, XML and CBOR has the shape of the SDK's own models", () => {
  expect([...shop.shapes.faults]).toEqual([]);
  const inCbor = [...shop.answered].filter((name) => name.startsWith('monitoring ')).map((name) => `${name} in CBOR`);
  expect(inCbor.length).toBeGreaterThan(5);
  // One answers with what the function said, others with nothing.
  const withoutShape = ['lambda DeleteProvisionedConcurrencyConfig', 'lambda Invoke', 'lambda DeleteFunction'];
  const others = [...shop.answered, ...inCbor].filter((name) => !name.startsWith('s3 '));
  expect(others.filter((name) => !shop.shapes.looked.has(name))).toEqual(withoutShape);
});

/** What was asked of the stack that is deleted by now cannot be asked again. */
const gone = (input: unknown) => JSON.stringify(input).includes('Stall');

test("what is answered in XML to who only reads has, as it is meant, the shape of the SDK's own models", async () => {
  const inXml = shop.readings.filter(
    ({ service, input }) => ['cloudformation', 'sns'].includes(service) && !gone(input),
  );
  expect(new Set(inXml.map(({ operation }) => operation)).size).toBeGreaterThan(7);
  const faults = inXml.map(async ({ service, operation, input, output }) => {
    const operations: Operations = shop.cloud.operations[service as 'sns'];
    const answer = await operations[operation]?.(input as Input, OPERATOR);
    return shapeFaults(answer, output, `${service} ${operation}`);
  });
  expect(new Set((await Promise.all(faults)).flat())).toEqual(new Set());
});
