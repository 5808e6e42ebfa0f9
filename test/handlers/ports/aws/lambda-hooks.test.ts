import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { lambdaHooks } from '../../../../handlers/ports/aws/lambda-hooks.ts';
import type { Hooks } from '../../../../handlers/ports/index.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';
import { patienceOf } from './patience.ts';

const FN = 'arn:aws:lambda:eu-west-1:111122223333:function:gate:live';
let aws: FakeAws;
let hooks: Hooks;
beforeAll(async () => {
  aws = await fakeAws();
  hooks = lambdaHooks(new LambdaClient({ ...aws.settings, maxAttempts: 1 }));
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});
const refused = (name: string, status: number) => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { Type: 'User', Message: 'no' },
});
const ask = (withinMs = 1000) => hooks.ask(FN, { weight: 10 }, withinMs);

it('invokes the function by its whole ARN and gives back what it answered', async () => {
  aws.answer({ body: { hookStatus: 'SUCCEEDED' } });
  expect(await ask()).toEqual({ kind: 'answered', payload: { hookStatus: 'SUCCEEDED' } });
  expect(aws.seen).toHaveLength(1);
  expect(decodeURIComponent(aws.seen[0]?.path ?? '')).toBe(`/2015-03-31/functions/${FN}/invocations`);
});

it('tells what a function threw', async () => {
  aws.answer({ headers: { 'X-Amz-Function-Error': 'Unhandled' }, body: { errorMessage: 'no database' } });
  expect(await ask()).toEqual({ kind: 'failed', words: 'no database' });
});

it.each([
  ['TooManyRequestsException', 429, 'busy'],
  ['ServiceException', 500, 'busy'],
  ['ResourceNotReadyException', 502, 'busy'],
  ['SomethingNew', 500, 'busy'],
  ['ResourceNotFoundException', 404, 'refused'],
  ['AccessDeniedException', 403, 'refused'],
])('takes %s for %s: a moment later it may answer, or it never will', async (name, status, kind) => {
  aws.answer(refused(name, status));
  expect(await ask()).toMatchObject({ kind, words: expect.stringContaining(name) as string });
  expect(aws.seen).toHaveLength(1);
});

it('asks the function what the event says, and takes one that does not answer in time for silent', async () => {
  aws.hang();
  expect(await ask(50)).toEqual({ kind: 'silent' });
  expect(aws.seen.map(({ body }) => body)).toEqual(['{"weight":10}']);
  expect(await patienceOf((client) => lambdaHooks(client).ask(FN, {}, 50))).toEqual([50]);
});

it('takes an answer that never came for busy: that is the network', async () => {
  const nowhere = { ...aws.settings, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
  const reply = await lambdaHooks(new LambdaClient(nowhere)).ask(FN, {}, 1000);
  expect(reply).toMatchObject({ kind: 'busy', words: expect.stringContaining('ECONNREFUSED') as string });
});

it('takes what is no error at all for a refusal, in its words', async () => {
  const client = new LambdaClient(aws.settings);
  client.middlewareStack.add(() => () => Promise.reject('no error'), { step: 'initialize' });
  expect(await lambdaHooks(client).ask(FN, {}, 1000)).toEqual({ kind: 'refused', words: 'no error' });
});
