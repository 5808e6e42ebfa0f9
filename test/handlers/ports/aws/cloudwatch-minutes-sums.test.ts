import { describe, expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { SUMS_A_SIDE } from '../../../../rollout/lambda/minutes.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { at, complete, sent } from './metric-data.ts';
import { ANSWERS } from './samples.ts';

const { aws, client } = fakeCloudWatch();

const minutes = () => cloudWatchMinutes(client(), 'greetings', ANSWERS);

describe('reading the sums of one side by the minute', () => {
  it('asks for four statistics of that side in one call, and gives each minute what it had', async () => {
    aws.answer((request) => ({
      body: {
        MetricDataResults: complete(request, {
          production_invocations: [['09:01:00', 60]],
          production_errors: [['09:01:00', 3]],
          production_requests: [['09:00:00', 70]],
          production_5xx: [['09:00:00', 2]],
        }),
      },
    }));
    expect(await minutes().sums('production', at('09:00:40'), at('09:02:10'))).toEqual([
      { start: at('09:00:00'), invocations: 0, errors: 0, requests: 70, serverErrors: 2 },
      { start: at('09:01:00'), invocations: 60, errors: 3, requests: 0, serverErrors: 0 },
    ]);
    expect(aws.seen).toHaveLength(1);
    expect(sent(aws.seen[0]).MetricDataQueries).toHaveLength(SUMS_A_SIDE);
    expect(JSON.stringify(sent(aws.seen[0]))).not.toMatch(/canary|tg-c/);
  });

  it('asks for nothing before a minute is over, and fails where an answer is not complete', async () => {
    expect(await minutes().sums('canary', at('09:00:10'), at('09:00:50'))).toEqual([]);
    expect(aws.seen).toEqual([]);
    aws.answer({ body: { MetricDataResults: [] } });
    await expect(minutes().sums('canary', at('09:00:00'), at('09:01:00'))).rejects.toThrow(
      'CloudWatch did not answer canary_invocations, canary_errors, canary_requests, canary_5xx as Complete',
    );
  });
});
