import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { logsResources } from '../../src/logs/resources.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };

function given(properties: object) {
  const [provider] = logsResources(PLACE, seededRandom(1));
  if (provider === undefined) throw new Error('there is no log group');
  return {
    provider,
    request: {
      logicalId: 'Logs',
      stackName: 'Stack',
      place: PLACE,
      metadata: {},
      properties: provider.schema.parse(properties),
    },
  };
}

test('a log group answers with its name, and with an ARN that stands for its streams', async () => {
  const { provider, request } = given({ LogGroupName: '/shop/orders', RetentionInDays: 7 });
  expect(await provider.create(request)).toEqual({
    ref: '/shop/orders',
    attributes: { Arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/shop/orders:*' },
  });
});

test('without a name it gets one as CloudFormation makes them up, and keeps it', async () => {
  const { provider, request } = given({});
  const created = await provider.create(request);
  expect(created.ref).toMatch(/^Stack-Logs-\w{12}$/);
  expect(await provider.update(request, created)).toEqual(created);
});

test('a new name is a new log group: its ref differs, so that the old one is removed', async () => {
  const { provider, request } = given({ LogGroupName: 'new' });
  expect(await provider.update(request, { ref: 'old', attributes: {} })).toMatchObject({ ref: 'new' });
});

test('rejects a property that it does not know', () => {
  expect(() => given({ KmsKeyId: 'key' })).toThrow(/KmsKeyId/);
});
