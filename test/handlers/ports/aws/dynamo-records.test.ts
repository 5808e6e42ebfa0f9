import { DynamoDBClient, GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClosedRollout, OpenRollout, RolloutRecord } from '../../../../rollout/record/record.ts';
import { CLIENT_SETTINGS } from '../../../../handlers/ports/aws/client-settings.ts';
import { dynamoRecords } from '../../../../handlers/ports/aws/dynamo-records.ts';
import type { Records } from '../../../../handlers/ports/index.ts';
import { PLACE } from 'local-aws';
import { type Database, startDatabase } from 'local-aws/services';
import { clientAddress } from './fake-aws.ts';
import { OPEN_ROLLOUT as rollout } from './samples.ts';

const TableName = 'rollouts';
const closed: ClosedRollout = {
  id: rollout.id,
  outcome: 'rolled back',
  version: '8',
  previousVersion: '7',
  claimedAt: '2026-01-05T09:00:00.000Z',
  closedAt: '2026-01-05T09:10:00.000Z',
  error: 'CanaryRolledBack',
  reason: '',
};

let database: Database;
let client: DynamoDBClient;
let service = '';
let records: Records;
let services = 0;

beforeAll(async () => {
  database = await startDatabase(PLACE);
  client = new DynamoDBClient({ ...CLIENT_SETTINGS, ...clientAddress(Number(new URL(database.url).port)) });
  await database.createTable({
    TableName,
    KeySchema: [
      { AttributeName: 'service', KeyType: 'HASH' },
      { AttributeName: 'item', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'service', AttributeType: 'S' },
      { AttributeName: 'item', AttributeType: 'S' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(async () => {
  client.destroy();
  await database.close();
});
beforeEach(() => {
  service = `service-${++services}`;
  records = dynamoRecords(client, TableName, service);
});

const item = async (name: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: { service: { S: service }, item: { S: name } } }))).Item;
const put = (name: string, fields: Record<string, AttributeValue>) =>
  client.send(new PutItemCommand({ TableName, Item: { service: { S: service }, item: { S: name }, ...fields } }));

describe('the record', () => {
  it('is at revision 0 and at rest while there is no item', async () => {
    expect(await records.read()).toEqual({ revision: 0 });
  });

  it('reads back what the first write wrote, at revision 1', async () => {
    const full: OpenRollout = {
      ...rollout,
      kind: 'revert',
      holdAt: 30,
      heldAt: 10,
      heldSince: '2026-01-05T09:00:30Z',
      heldBecause: '4 requests seen (19 needed)',
      heldWhy: 'too few requests',
      goOn: true,
      error: 'CanaryRolledBack',
      reason: 'alarm',
      rescuer: 'watchdog',
      rescuerSeenAt: '2026-01-05T09:01:00Z',
      productionMoved: true,
    };
    const body = { rollout: full, last: { ...closed, kind: 'revert' }, lastPromoted: '7', newestTried: '8' } as const;
    expect(await records.compareAndSet(0, body)).toBe(true);
    expect(await records.read()).toEqual({ revision: 1, ...body } satisfies RolloutRecord);
  });

  it('is one item per service, with fields of their own kinds', async () => {
    await records.compareAndSet(0, { rollout });
    expect(await item('rollout')).toMatchObject({
      revision: { N: '1' },
      rollout: { M: { phase: { S: 'advancing' }, intendedWeight: { N: '10' }, productionMoved: { BOOL: false } } },
    });
    expect(await dynamoRecords(client, TableName, 'another').read()).toEqual({ revision: 0 });
  });

  it('drops what the next write leaves out', async () => {
    await records.compareAndSet(0, { rollout });
    await records.compareAndSet(1, { last: closed });
    expect(await records.read()).toEqual({ revision: 2, last: closed });
  });

  it('lets only one of two first writes through', async () => {
    const results = await Promise.all([
      records.compareAndSet(0, { rollout }),
      records.compareAndSet(0, { rollout: { ...rollout, id: 'other' } }),
    ]);
    expect(results.filter(Boolean)).toHaveLength(1);
    expect((await records.read()).revision).toBe(1);
  });

  it('refuses a write at a revision that is gone, and keeps what is there', async () => {
    await records.compareAndSet(0, { rollout });
    await records.compareAndSet(1, { rollout: { ...rollout, confirmedWeight: 10 } });
    expect(await records.compareAndSet(1, { rollout: { ...rollout, phase: 'rolling back' } })).toBe(false);
    expect(await records.read()).toEqual({ revision: 2, rollout: { ...rollout, confirmedWeight: 10 } });
  });

  it('refuses a write at a revision that never was', async () => {
    expect(await records.compareAndSet(3, { rollout })).toBe(false);
    expect(await records.read()).toEqual({ revision: 0 });
  });

  it('counts a write as done that is repeated because its answer was lost', async () => {
    await records.compareAndSet(0, { rollout });
    expect(await records.compareAndSet(1, { rollout: { ...rollout, intendedWeight: 30 } })).toBe(true);
    expect(await records.compareAndSet(1, { rollout: { ...rollout, intendedWeight: 30 } })).toBe(true);
    expect((await records.read()).revision).toBe(2);
  });

  it('leaves fields aside that a later release may have added', async () => {
    await put('rollout', { revision: { N: '4' }, lastPromoted: { S: '7' }, colour: { S: 'blue' } });
    expect(await records.read()).toEqual({ revision: 4, lastPromoted: '7' });
  });

  it.each<[string, Record<string, AttributeValue>, string]>([
    ['without revision', {}, 'revision: expected number, got nothing'],
    ['with a revision that is a text', { revision: { S: '4' } }, 'revision: expected number, got "4"'],
    [
      'with a rollout that is no object',
      { revision: { N: '4' }, rollout: { S: 'mine' } },
      'rollout: expected object, got "mine"',
    ],
    [
      'with a phase that nobody knows',
      { revision: { N: '4' }, rollout: { M: { phase: { S: 'resting' } } } },
      'rollout.phase: expected one of "advancing"|"promoting"|"held"|"rolling back", got "resting"',
    ],
  ])('rejects an item %s, naming it, and never takes it for at rest', async (_what, fields, message) => {
    await put('rollout', fields);
    const reading = records.read();
    await expect(reading).rejects.toThrow(`item "rollout" of service ${service} in table rollouts cannot be read`);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('the history', () => {
  it('knows nothing of an execution that closed nothing', async () => {
    expect(await records.history('unknown')).toBeUndefined();
  });

  it('keeps a closed rollout under its execution, and twice is harmless', async () => {
    await records.archive(closed);
    await records.archive(closed);
    expect(await records.history(closed.id)).toEqual(closed);
    expect(await item(`history#${closed.id}`)).toMatchObject({ outcome: { S: 'rolled back' } });
    expect(await records.read()).toEqual({ revision: 0 });
  });

  it('rejects an item that cannot be read, naming it', async () => {
    await put('history#one', { id: { S: 'one' } });
    await expect(records.history('one')).rejects.toThrow('item "history#one" of service');
    // Not the name that makes a rollback give up on the live record.
    await expect(records.history('one')).rejects.not.toMatchObject({ name: 'UnreadableRecord' });
  });
});
