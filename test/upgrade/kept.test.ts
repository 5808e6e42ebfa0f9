import type { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { dynamoRecords } from '../../handlers/ports/aws/dynamo-records.ts';
import { lastPause } from '../../rollout/pause/stored.ts';
import { FUNCTIONS } from '../../statemachine/contract/functions.ts';
import { synthesize } from '../infra/synthesized.ts';
import { handlerOf } from './function-logs.ts';
import { type Item, type KeptPoint, keptVersions, readKept } from './kept.ts';
import { ownedByRollouts, type Template } from './owned.ts';

/** What each handler takes, by its construct. */
const ARGUMENTS: Readonly<Record<string, z.ZodType>> = {
  Claim: FUNCTIONS.claim.args,
  SmokeTest: FUNCTIONS.smokeTest.args,
  Shift: FUNCTIONS.shift.args,
  Check: FUNCTIONS.check.args,
  Promote: FUNCTIONS.promote.args,
  Revert: FUNCTIONS.revert.args,
  GoOn: FUNCTIONS.goOn.args,
  Close: FUNCTIONS.close.args,
  RollBack: FUNCTIONS.rollBack.args,
  Confirm: FUNCTIONS.confirm.args,
};

const scheduled = z.object({ taskScheduledEventDetails: z.object({ parameters: z.string() }) });
const invocation = z.object({ FunctionName: z.string(), Payload: z.unknown() });

/** What a machine asked of a handler. */
function invocationsIn({ histories }: KeptPoint): readonly { readonly handler: string; readonly payload: unknown }[] {
  const events = histories.flat().flatMap((event) => scheduled.safeParse(event).data ?? []);
  return events.map(({ taskScheduledEventDetails: { parameters } }) => {
    const { FunctionName, Payload } = invocation.parse(JSON.parse(parameters));
    return { handler: handlerOf(FunctionName), payload: Payload };
  });
}

/** The handlers' own port, over a table with these items. */
function recordsIn(items: readonly Item[]) {
  const send = ({ input: { Key } }: GetItemCommand) =>
    Promise.resolve({
      Item: items.find(({ service, item }) => service?.S === Key?.['service']?.S && item?.S === Key?.['item']?.S),
    });
  return dynamoRecords({ send } as unknown as DynamoDBClient, 'records', items[0]?.['service']?.S ?? '');
}

describe.each(keptVersions())('of what is kept of %s', (version) => {
  const { files, points } = readKept(version);
  const kept = Object.entries(points);

  test.each(kept)('the record can be read: %s', async (_, { items }) => {
    const { rollout } = await recordsIn(items).read();
    const stored = items.find(({ item }) => item?.S === 'rollout')?.['rollout']?.M;
    expect({ phase: rollout?.phase, kind: rollout?.kind }).toEqual({
      phase: stored?.['phase']?.S,
      kind: stored?.['kind']?.S,
    });
  });

  test.each(kept)('the pause that began last is told as it is stored: %s', async (_, { items }) => {
    const { rollout } = await recordsIn(items).read();
    const stored = items.find(({ item }) => item?.S === 'rollout')?.['rollout']?.M;
    const pause = rollout && lastPause(rollout);
    expect({ since: pause?.since, told: pause?.told }).toEqual({
      since: stored?.['heldSince']?.S,
      told: pause && (stored?.['goOn']?.BOOL ?? false),
    });
  });

  test.each(kept)('every closed rollout can be read: %s', async (_, { items }) => {
    const ids = items.flatMap(({ item }) => (item?.S?.startsWith('history#') ? [item.S.slice('history#'.length)] : []));
    const closed = await Promise.all(ids.map((id) => recordsIn(items).history(id)));
    expect(closed.map((rollout) => rollout?.id)).toEqual(ids);
  });

  test.each(kept)('every argument is taken: %s', (_, point) => {
    for (const { handler, payload } of invocationsIn(point)) {
      expect(Object.keys(ARGUMENTS)).toContain(handler);
      expect({ handler, faults: ARGUMENTS[handler]?.safeParse(payload).error?.issues }).toEqual({ handler });
    }
  });

  test('there is a record in every phase, a closed rollout of either ending, and an argument of every handler', () => {
    const all = kept.flatMap(([, { items }]) => items);
    const phases = all.flatMap(({ rollout }) => rollout?.M?.['phase']?.S ?? []);
    expect(phases).toEqual(expect.arrayContaining(['advancing', 'promoting', 'held', 'rolling back']));
    expect(all.flatMap(({ outcome }) => outcome?.S ?? [])).toEqual(expect.arrayContaining(['promoted', 'rolled back']));
    const handlers = kept.flatMap(([, point]) => invocationsIn(point).map(({ handler }) => handler));
    const release = ['Claim', 'SmokeTest', 'Shift', 'Check', 'Promote', 'Close'];
    expect(handlers).toEqual(expect.arrayContaining([...release, 'Revert', 'GoOn', 'RollBack', 'Confirm']));
  });

  test('what rollouts own is in the default template as it was', () => {
    const [text = ''] = Object.entries(files).flatMap(([path, text]) =>
      /^default\/.*\.template\.json$/.test(path) ? [text] : [],
    );
    const owned = ownedByRollouts(JSON.parse(text) as Template);
    const now = synthesize({ release: '2.0.0' }).template.Resources;
    expect(Object.keys(owned)).toHaveLength(6);
    for (const [id, { Type, Properties }] of Object.entries(owned)) {
      expect({ id, Type: now[id]?.Type, Properties: now[id]?.Properties }).toEqual({ id, Type, Properties });
    }
  });
});
