import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lambdaConcurrency } from '../../../../handlers/ports/aws/lambda-concurrency.ts';
import type { Concurrency } from '../../../../handlers/ports/lambda.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';

const refused = (name: string, status: number, message = name) => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { Type: 'User', message },
});
const PATH = '/2019-09-30/functions/greetings/provisioned-concurrency?Qualifier=7';

let aws: FakeAws;
let concurrency: Concurrency;
beforeAll(async () => {
  aws = await fakeAws();
  const client = new LambdaClient(aws.settings);
  concurrency = lambdaConcurrency({ patient: client, quick: client }, 'greetings', 5);
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});
const made = () => aws.seen.map(({ method, path }) => `${method} ${path}`);

describe('provisioned concurrency', () => {
  it('is asked for on the version number', async () => {
    aws.answer({ status: 202, body: { Status: 'IN_PROGRESS' } });
    expect(await concurrency.put('7', 5)).toBeUndefined();
    expect(made()).toEqual([`PUT ${PATH}`]);
    expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual({ ProvisionedConcurrentExecutions: 5 });
  });

  it.each([
    ['InvalidParameterValueException', 400, false],
    ['ResourceNotFoundException', 404, false],
    ['ResourceConflictException', 409, true],
  ])('tells %s in words', async (name, status, mayPass) => {
    aws.answer(refused(name, status, 'no room'));
    expect(await concurrency.put('7', 5)).toEqual({ mayPass, words: `${name}: no room` });
  });

  it('fails for any other answer', async () => {
    aws.answer(refused('AccessDeniedException', 403));
    await expect(concurrency.put('7', 5)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it.each([
    [{ Status: 'IN_PROGRESS', AvailableProvisionedConcurrentExecutions: 2 }, 'in progress', 2, undefined],
    [{ Status: 'READY', AvailableProvisionedConcurrentExecutions: 5 }, 'ready', 5, undefined],
    [{ Status: 'FAILED', StatusReason: 'no init' }, 'failed', 0, 'no init'],
    [{ Status: 'SOMETHING_NEW' }, 'in progress', 0, undefined],
    [{}, 'in progress', 0, undefined],
  ])('is read from %j', async (body, status, available, reason) => {
    aws.answer({ body: { RequestedProvisionedConcurrentExecutions: 5, ...body } });
    expect(await concurrency.read('7')).toEqual({ status, requested: 5, available, reason });
    expect(made()).toEqual([`GET ${PATH}`]);
  });

  it('takes only the answer that there is none for none', async () => {
    aws.answer(refused('ProvisionedConcurrencyConfigNotFoundException', 404));
    expect(await concurrency.read('7')).toBeUndefined();
    aws.answer(refused('ResourceNotFoundException', 404));
    await expect(concurrency.read('7')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is taken away from the version number, also where there is none or no such version', async () => {
    aws.answer({ status: 204, body: {} });
    await concurrency.remove('7');
    expect(made()).toEqual([`DELETE ${PATH}`]);
    aws.answer(refused('ResourceNotFoundException', 404));
    await concurrency.remove('7');
    aws.answer(refused('TooManyRequestsException', 429));
    await expect(concurrency.remove('7')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });

  it('reads what production runs', async () => {
    aws.answer({ body: { FunctionVersion: '7', RevisionId: 'r1' } });
    expect(await concurrency.productionVersion()).toBe('7');
  });
});
