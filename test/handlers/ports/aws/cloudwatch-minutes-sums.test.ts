import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchMinutes } from '../../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { SUMS_A_SIDE } from '../../../../rollout/lambda/minutes.ts';
import { fakeAws, type FakeAws, type Seen } from './fake-aws.ts';
import { ANSWERS } from './samples.ts';

interface Sent {
  readonly MetricDataQueries: readonly { readonly Id: string }[];
}

const sent = (request: Seen | undefined) => JSON.parse(request?.body ?? '') as Sent;
const at = (time: string) => new Date(`2026-01-05T${time}Z`);
const seconds = (time: string) => at(time).getTime() / 1000;

let aws: FakeAws;
let client: CloudWatchClient;
beforeAll(async () => {
  aws = await fakeAws();
  client = new CloudWatchClient(aws.settings);
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});

const minutes = () => cloudWatchMinutes(client, 'greetings', ANSWERS);

/** Every query of the request as Complete, with the values given for some. */
function complete(request: Seen, values: Readonly<Record<string, readonly [time: string, value: number][]>> = {}) {
  return sent(request).MetricDataQueries.map(({ Id }) => ({
    Id,
    StatusCode: 'Complete',
    Timestamps: (values[Id] ?? []).map(([time]) => seconds(time)),
    Values: (values[Id] ?? []).map(([, value]) => value),
  }));
}

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
