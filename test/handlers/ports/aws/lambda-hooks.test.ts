import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { lambdaHooks } from '../../../../handlers/ports/aws/lambda-hooks.ts';
import type { Hooks } from '../../../../handlers/ports/index.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';

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
  ['ResourceNotFoundException', 404, 'refused'],
  ['AccessDeniedException', 403, 'refused'],
])('takes %s for %s: a moment later it may answer, or it never will', async (name, status, kind) => {
  aws.answer(refused(name, status));
  expect(await ask()).toMatchObject({ kind, words: expect.stringContaining(name) as string });
  expect(aws.seen).toHaveLength(1);
});
