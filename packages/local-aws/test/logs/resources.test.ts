import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { LogGroups } from '../../src/logs/log-groups.ts';
import { logsResources } from '../../src/logs/resources.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };

const groups = new LogGroups({ metrics: { record: () => undefined } });

function given(properties: object, type = 'AWS::Logs::LogGroup') {
  const provider = logsResources(groups, PLACE, seededRandom(1)).find((each) => each.type === type);
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

const filter = (more: object = {}, transformation: object = {}) => ({
  LogGroupName: '/shop/access',
  FilterPattern: '{ $.status >= 500 }',
  MetricTransformations: [
    {
      MetricNamespace: 'Shop',
      MetricName: 'Failed',
      MetricValue: '1',
      Dimensions: [{ Key: 'Group', Value: '$.group' }],
      ...transformation,
    },
  ],
  ...more,
});
const FILTER = 'AWS::Logs::MetricFilter';

test('a metric filter is of its group until it is removed, and another group makes another filter', async () => {
  const group = given({ LogGroupName: '/shop/access' });
  await group.provider.create(group.request);
  const { provider, request } = given(filter(), FILTER);
  const created = await provider.create(request);
  expect(created.ref).toMatch(/^Stack-Logs-\w{12}$/);
  const changed = given(filter({ FilterPattern: '{ $.status >= 400 }' }), FILTER);
  expect(await provider.update(changed.request, created)).toEqual(created);
  const other = given({ LogGroupName: '/shop/other' });
  await other.provider.create(other.request);
  const moved = await provider.update(given(filter({ LogGroupName: '/shop/other' }), FILTER).request, created);
  expect(moved.ref).not.toBe(created.ref);
  await provider.remove(moved);
});

test.each([
  ['a pattern that is not understood', filter({ FilterPattern: 'ERROR' }), /filter pattern ERROR is not understood/],
  ['a default value, which a filter with dimensions cannot have', filter({}, { DefaultValue: 0 }), /DefaultValue/],
  ['a value from the line', filter({}, { MetricValue: '$.bytes' }), /expected a number/],
  [
    'a fourth dimension',
    filter({}, { Dimensions: ['a', 'b', 'c', 'd'].map((Key) => ({ Key, Value: '$.x' })) }),
    /Too big/,
  ],
])('rejects %s', (_what, properties, message) => {
  expect(() => given(properties, FILTER)).toThrow(message);
});
