import { describe, expect, it } from 'vitest';
import { judgeAnswer, latticeRequest, type Answer } from '../../../rollout/lambda/smoke-test.ts';

const test = { alias: 'canary', version: '2', path: '/x' };
const answer = (payload: unknown, more: Partial<Answer> = {}): Answer => ({ executedVersion: '2', payload, ...more });

describe('an answer to the smoke test', () => {
  it.each([200, 204, 399])('with status %s is fine', (statusCode) => {
    expect(() => judgeAnswer(test, answer({ statusCode }))).not.toThrow();
  });

  it.each<[what: string, answer: Answer, words: string]>([
    ['with status 199', answer({ statusCode: 199 }), 'version 2 answered 199, expected 200 to 399, on GET /x'],
    ['with status 400', answer({ statusCode: 400 }), 'version 2 answered 400, expected 200 to 399, on GET /x'],
    [
      'without a status',
      answer({ status: 200 }),
      'version 2 answered something that is not a VPC Lattice response with a statusCode on GET /x',
    ],
    [
      'that is an exception',
      answer({ errorMessage: 'no database' }, { functionError: 'Unhandled' }),
      'version 2 failed (Unhandled: no database) on GET /x',
    ],
    [
      'that is an exception without a word',
      answer(undefined, { functionError: 'Unhandled' }),
      'version 2 failed (Unhandled: ',
    ],
  ])('%s is refused', (_what, given, words) => {
    expect(() => judgeAnswer(test, given)).toThrow(expect.objectContaining({ name: 'SmokeTestFailed' }));
    expect(() => judgeAnswer(test, given)).toThrow(words);
  });

  it('of another version says nothing of this one, whatever it is', () => {
    const other = answer({ statusCode: 500 }, { executedVersion: '1' });
    for (const anyAnswer of [true, false])
      expect(() => judgeAnswer({ ...test, anyAnswer }, other)).toThrow(
        expect.objectContaining({
          name: 'VersionNotVisible',
          message: 'alias canary answered GET /x with version 1, expected 2',
        }),
      );
  });

  it('of any kind is fine where only the version counts', () => {
    expect(() => judgeAnswer({ ...test, anyAnswer: true }, answer({ statusCode: 500 }))).not.toThrow();
    expect(() => judgeAnswer({ ...test, anyAnswer: false }, answer({ statusCode: 500 }))).toThrow('answered 500');
  });
});

it('a smoke-test request has the headers of the plan beside its own, each a list', () => {
  const request = latticeRequest('/a?x=1?y', new Date(1), { 'x-test': '1' });
  expect(request).toMatchObject({
    method: 'GET',
    headers: { host: ['smoke-test'], 'user-agent': ['lattice-canary/smoke-test'], 'x-test': ['1'] },
    queryStringParameters: { x: ['1?y'] },
    requestContext: {
      serviceArn: 'arn:aws:vpc-lattice:::service/smoke-test',
      identity: { sourceVpcArn: 'arn:aws:ec2:::vpc/smoke-test' },
      timeEpoch: '1000',
    },
  });
  expect(latticeRequest('/a', new Date(1)).queryStringParameters).toEqual({});
});
