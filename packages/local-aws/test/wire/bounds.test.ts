import { expect, test } from 'vitest';
import { DEEPEST, MOST_PARAMETERS, MOST_PARTS } from '../../src/wire/bounds.ts';
import { stopwatch } from '../../src/testing/stopwatch.ts';
import { sharedHarnessWithTables } from './harness.ts';
import { expectWell } from './sockets.ts';

const harness = sharedHarnessWithTables({
  states: { StartExecution: { executionArn: 'e' } },
  monitoring: { DescribeAlarms: {} },
  'vpc-lattice': { UpdateListener: {} },
});

const authorization = 'AWS4-HMAC-SHA256 Credential=A/20260105/eu-west-1/monitoring/aws4_request';
const FORM = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
const JSON_1_0 = { 'x-amz-target': 'AWSStepFunctions.StartExecution' };
const CBOR = { 'smithy-protocol': 'rpc-v2-cbor' };
const DYNAMODB = {
  'x-amz-target': 'DynamoDB_20120810.GetItem',
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260105T000000Z',
  authorization: `${authorization.replace('monitoring', 'dynamodb')}, SignedHeaders=host, Signature=0`,
};
const DESCRIBE_ALARMS = '/service/GraniteServiceVersion20100801/operation/DescribeAlarms';
const brackets = (levels: number) => `${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`;
const bignum = Buffer.concat([
  Buffer.from('a16a', 'hex'),
  Buffer.from('MaxRecords'),
  Buffer.from('c25a000f4240', 'hex'),
  Buffer.alloc(1_000_000, 0xff),
]);
const form = (parameters: number, one: (i: number) => string) =>
  `Action=DescribeAlarms${Array.from({ length: parameters - 1 }, (_, i) => `&${one(i)}`).join('')}`;

const post = (path: string, headers: Record<string, string>, body: string | Buffer) =>
  fetch(harness.url + path, { method: 'POST', headers, body });

const LEVELS = `the body is nested more than ${DEEPEST} levels deep`;
const PARTS = `the body has more than ${MOST_PARTS} parts`;
const members = Array.from({ length: 500_000 }, (_, i) => `"k${i}":1`).join();

test.each<[what: string, headers: Record<string, string>, body: string | Buffer, message: string, path?: string]>([
  ['a bignum of a megabyte', CBOR, bignum, 'the CBOR tag 2 is not taken, only times: tag 1', DESCRIBE_ALARMS],
  ['three million brackets', JSON_1_0, `{"input":${'['.repeat(3e6)}${']'.repeat(3e6)}}`, LEVELS],
  ['a level too many', JSON_1_0, brackets(DEEPEST + 2), LEVELS],
  ['six megabytes of members', JSON_1_0, `{${members}}`, PARTS],
  ['two million structures', JSON_1_0, `{"a":[${'{},'.repeat(2e6)}{}]}`, PARTS],
  ['parameters', FORM, form(700_000, (i) => `p${i}`), 'the form has more than 25000 parameters'],
  ['a parameter too many', FORM, form(MOST_PARAMETERS + 1, () => 'a=1'), 'the form has more than 25000 parameters'],
  ['six million dots', FORM, `Action=DescribeAlarms&${'.'.repeat(6e6)}`, '..… is nested too deeply'],
  ['an item in an item', DYNAMODB, `{"Key":{"a":${'{"L":['.repeat(5e5)}${']}'.repeat(5e5)}}}`, LEVELS],
])('rejects %s, by name and at once', async (_what, headers, body, message, path = '/') => {
  const took = stopwatch();
  const answer = await post(path, headers, body);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(message)]);
  expect(took()).toBeLessThan(5_000);
  expect(harness.calls).toEqual([]);
  await expectWell(harness);
});

test('takes what is within the bounds, and brackets in a text', async () => {
  const within = [
    brackets(DEEPEST),
    `{"input":${JSON.stringify(`${'['.repeat(1e5)}"\\\\`)}}`,
    `{"a":[${'1,'.repeat(MOST_PARTS - 3)}1]}`,
  ];
  for (const body of within) expect((await post('/', JSON_1_0, body)).status).toBe(200);
  expect(
    (
      await post(
        '/',
        FORM,
        form(MOST_PARAMETERS, (i) => `AlarmNames.member.${i + 1}=a`),
      )
    ).status,
  ).toBe(200);
});

test.each([
  ['null', 'null', 500, 'the local DynamoDB failed: TypeError'],
  ['a condition that nests', '{"ConditionExpression":"((((( a = b"}', 400, 'more than 4 levels of parentheses'],
  ['a filter that is long', JSON.stringify({ FilterExpression: ' '.repeat(9_999) }), 400, 'at most 4096 are taken'],
])('DynamoDB fails by name, and the cloud with it not: %s', async (_what, body, status, message) => {
  const answer = await post('/', DYNAMODB, body);
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(message)]);
  await expectWell(harness);
});

test('a condition may have four levels', async () => {
  const answer = await post('/', DYNAMODB, '{"ConditionExpression":"(((( a = b"}');
  expect(await answer.text()).not.toContain('levels');
});
