import { afterAll, beforeAll, expect, test } from 'vitest';
import { RecordReader } from '../../../local/console/record-reader.ts';
import type { ConsoleService } from '../../../local/console/services.ts';
import { fakeAws, type FakeAws } from '../../handlers/ports/aws/fake-aws.ts';
import { attributes } from './attributes.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await fakeAws();
});
afterAll(() => aws.close());

const SERVICE = { id: 'svc', recordKey: 'Shop', tableName: 'rollouts' } as ConsoleService;
const closed = (id: string, outcome: 'promoted' | 'rolled back', reason?: string) =>
  attributes({ id, outcome, version: '2', ...(reason !== undefined && { reason }) });

test('closed rollouts are those of the history and the last one, and are asked for when there is another', async () => {
  const reader = new RecordReader(aws.settings.endpoint, 'eu-west-1');
  let last = closed('e2', 'promoted');
  let history = [closed('e1', 'rolled back', 'checkout is slow')];
  aws.answer(({ target }) => ({
    body: target?.endsWith('Query') === true ? { Items: history } : { Item: { last: { M: last } } },
  }));
  await reader.look([SERVICE]);
  const first = [
    ['e1', { outcome: 'rolled back', reason: 'checkout is slow' }],
    ['e2', { outcome: 'promoted' }],
  ];
  expect([...reader.of(SERVICE).closed]).toEqual(first);
  expect(reader.of(SERVICE).record).toBeUndefined();
  expect(JSON.parse(aws.seen.find(({ target }) => target?.endsWith('Query'))?.body ?? '')).toMatchObject({
    TableName: 'rollouts',
    ExpressionAttributeValues: { ':service': { S: 'Shop' }, ':history': { S: 'history#' } },
    ConsistentRead: true,
  });
  await reader.look([SERVICE]);
  [history, last] = [[...history, last], closed('e3', 'rolled back')];
  await reader.look([SERVICE]);
  expect([...reader.of(SERVICE).closed]).toEqual([...first, ['e3', { outcome: 'rolled back' }]]);
  expect(aws.seen.map(({ target }) => target?.split('.').at(-1))).toEqual([
    'GetItem',
    'Query',
    'GetItem',
    'GetItem',
    'Query',
  ]);
  reader.close();
});
