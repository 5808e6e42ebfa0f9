import { describe, expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import type { Seen } from './fake-aws.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { at, complete, sent } from './metric-data.ts';
import { ANSWERS } from './samples.ts';

const { aws, client } = fakeCloudWatch();

const minutes = () => cloudWatchMinutes(client(), 'greetings', ANSWERS);

/** Every query of the request as Complete: 60 invocations of the canary, and nothing else. */
const sixty = (request: Seen) => complete(request, { canary_invocations: [['09:00:00', 60]] });

describe('reading both sides by the minute', () => {
  it('asks again without times where CloudWatch refuses the statistic, and the minutes say so', async () => {
    aws.answer((request) =>
      JSON.stringify(sent(request)).includes('TC(')
        ? { status: 400, body: { __type: 'ValidationError', message: 'The parameter Stat must be a value in the set' } }
        : { body: { MetricDataResults: sixty(request) } },
    );
    const read = await minutes().read(at('09:00:00'), at('09:01:00'), [20, 46], [1.5]);
    expect(read).toEqual([
      expect.objectContaining({
        withoutTimes: true,
        canary: expect.objectContaining({ invocations: 60 }) as object,
      }),
    ]);
    expect(aws.seen.map((request) => sent(request).MetricDataQueries.length)).toEqual([12, 8]);
  });

  it.each([
    ['AccessDeniedException', 403, 1],
    ['ValidationException', 400, 2],
  ])('fails where CloudWatch refuses with %s whatever it is asked', async (name, status, calls) => {
    aws.answer({ status, body: { __type: name, message: 'no' } });
    await expect(minutes().read(at('09:00:00'), at('09:01:00'), [20], [1.5])).rejects.toMatchObject({ name });
    expect(aws.seen).toHaveLength(calls);
  });

  it('fails where the last page calls a part what an earlier one called complete', async () => {
    aws.answer((request) => ({
      body: {
        MetricDataResults: sixty(request).map((result) =>
          result.Id === 'canary_errors' && sent(request).NextToken !== undefined
            ? { ...result, StatusCode: 'PartialData' }
            : result,
        ),
        ...(sent(request).NextToken === undefined && { NextToken: 'more' }),
      },
    }));
    await expect(minutes().read(at('09:00:00'), at('09:02:00'), [], [1.5])).rejects.toThrow(
      'CloudWatch did not answer canary_errors as Complete',
    );
    expect(aws.seen).toHaveLength(2);
  });
});
