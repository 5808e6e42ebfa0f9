import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { fakeAws, type FakeAws, stubAwsEnvironment } from './fake-aws.ts';

/** An AWS for all tests of a block that keeps what it was asked for, and refuses it unless a test says otherwise. */
export function refusingAws(): () => FakeAws {
  let aws: FakeAws;
  beforeAll(async () => {
    aws = await fakeAws();
    stubAwsEnvironment(aws);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await aws.close();
  });
  beforeEach(() => {
    aws.seen.length = 0;
    aws.answer({ status: 400, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: {} });
  });
  return () => aws;
}
