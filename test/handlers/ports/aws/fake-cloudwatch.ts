import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { fakeAws, type FakeAws } from './fake-aws.ts';

/** A fake AWS for all tests of a file, which has forgotten before each what it was asked, and a client that asks it. */
export function fakeCloudWatch(): { readonly aws: FakeAws; readonly client: () => CloudWatchClient } {
  const aws = {} as FakeAws;
  let client: CloudWatchClient | undefined;
  beforeAll(async () => void Object.assign(aws, await fakeAws()));
  afterAll(() => aws.close());
  beforeEach(() => {
    aws.seen.length = 0;
  });
  return { aws, client: () => (client ??= new CloudWatchClient(aws.settings)) };
}
