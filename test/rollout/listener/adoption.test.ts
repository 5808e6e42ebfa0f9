import { describe, expect, it } from 'vitest';
import {
  adoptionOf,
  afterListenerTask,
  bypass,
  qualifiersOf,
  requireAdopted,
  whyNotAdopted,
  withForeign,
} from '../../../rollout/listener/adoption.ts';
import type { Adopted, ClosedRollout, ListenerTask, RolloutRecord } from '../../../rollout/record/record.ts';

const BEFORE = { 'tg-9': 100 };
const adopted: Adopted = {
  listener: 'l',
  at: '2026-01-05T09:00:00.000Z',
  by: 'e0',
  version: '1',
  before: BEFORE,
};

function errorOf(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a listener of others', () => {
  const refusal = 'listener l is not adopted: nothing of it is written before {"adopt":true}';

  it.each<[what: string, record: Pick<RolloutRecord, 'adopted'>, listener: string | undefined, why?: string]>([
    ['that is adopted', { adopted }, 'l'],
    ['that nobody has adopted', {}, 'l', refusal],
    ['while another was adopted', { adopted: { ...adopted, listener: 'before' } }, 'l', refusal],
    ['that is the stack’s own', {}, undefined],
  ])('%s may be written: $why', (_what, record, listener, why) => {
    expect(whyNotAdopted(record, listener)).toBe(why);
    const refused = expect.objectContaining({ name: 'ListenerNotAdopted', message: why }) as unknown;
    expect(errorOf(() => requireAdopted(record, listener))).toEqual(why === undefined ? undefined : refused);
  });

  it('has one adoption', () => {
    expect(adoptionOf({ adopted }, 'l')).toBe(adopted);
    expect(adoptionOf({ adopted }, 'm')).toBeUndefined();
    expect(adoptionOf({}, 'l')).toBeUndefined();
  });
});

const task = (to: ListenerTask['to']): ListenerTask => ({ to, listener: 'l', before: BEFORE });

describe('the record once the listener is as it was asked for', () => {
  const closed: ClosedRollout = {
    id: 'e',
    outcome: 'promoted',
    version: '2',
    previousVersion: '2',
    claimedAt: '2026-01-05T09:10:00.000Z',
    closedAt: '2026-01-05T09:11:00.000Z',
    listener: 'adopt',
  };
  const kept = { newestTried: '3', reverted: { '3': '2026-01-05T08:00:00.000Z' } };
  const record: RolloutRecord = {
    revision: 4,
    lastPromoted: '1',
    lastPromotedClaimedAt: '2026-01-05T08:00:00.000Z',
    ...kept,
  };

  it('knows what was adopted, and what production is at, which no release made warm', () => {
    expect(afterListenerTask({ ...record, reverted: { '2': 'x' } }, closed, task('adopt'))).toStrictEqual({
      last: closed,
      lastPromoted: '2',
      newestTried: '3',
      reverted: { '2': 'x' },
      adopted: { listener: 'l', at: closed.closedAt, by: 'e', version: '2', before: BEFORE },
    });
  });

  it('knows of no adoption any more when the listener was given back, and all else as before', () => {
    const { revision: _revision, ...before } = record;
    const back = { ...closed, listener: 'give back' as const };
    expect(afterListenerTask({ ...record, adopted }, back, task('give back'))).toStrictEqual({ ...before, last: back });
    expect(afterListenerTask({ revision: 1, adopted }, back, task('give back'))).toStrictEqual({ last: back });
  });

  it('says since when a default action is somebody else’s, until it is ours again', () => {
    const since = '2026-01-05T09:20:00.000Z';
    const foreign = withForeign({ ...record, adopted }, adopted, since);
    const { revision: _revision, ...before } = record;
    expect(foreign).toStrictEqual({ ...before, adopted: { ...adopted, foreignSince: since } });
    expect(withForeign(record, { ...adopted, foreignSince: since }, undefined)).toStrictEqual({ ...before, adopted });
  });
});

const arn = (end: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${end}`;

describe('what target groups serve', () => {
  const group = (targets: readonly string[], type = 'LAMBDA') => ({ group: 'tg-9', type, targets: targets.map(arn) });

  it('is taken over where all of it is a version or an alias of this function, each once', () => {
    expect(qualifiersOf([group(['orders:live', 'orders:7']), group(['orders:live'])], 'orders')).toEqual({
      qualifiers: ['live', '7'],
    });
  });

  it.each<[what: string, groups: readonly ReturnType<typeof group>[], refusal: string, words: string]>([
    ['is nothing', [], 'other', 'it forwards to no target group'],
    ['is no function', [group(['orders:7'], 'ALB')], 'other', 'target group tg-9 is of type ALB, expected LAMBDA'],
    ['is empty', [group(['orders:7']), group([])], 'other', 'target group tg-9 has no target'],
    [
      'is another function',
      [group(['orders:7', 'carts:7'])],
      'other',
      `target group tg-9 serves ${arn('carts:7')}, expected function orders`,
    ],
    ['has no version', [group(['orders'])], 'unversioned', `serves ${arn('orders')}, which is whatever was deployed`],
    ['is $LATEST', [group(['orders:$LATEST'])], 'unversioned', 'register a published version or an alias of one'],
  ])('is refused where it %s', (_what, groups, refusal, words) => {
    expect(qualifiersOf(groups, 'orders')).toEqual({ refusal, words: expect.stringContaining(words) as string });
  });
});

const rule = (...groups: readonly string[]) => ({
  id: 'r-1',
  name: 'old',
  groups: Object.fromEntries(groups.map((id) => [id, 1])),
});

describe('a rule of the listener', () => {
  it('that no weight of a release reaches is named', () => {
    expect(bypass([rule(), rule('tg-preview'), rule('tg-preview', 'tg-7')], 'tg-preview')).toBe(
      'rule old (r-1) forwards to tg-preview, tg-7 past the default action, where no weight of a release reaches; ' +
        'delete it, or release behind another listener',
    );
    expect(bypass([rule('tg-preview')], undefined)).toContain('forwards to tg-preview past');
  });

  it('may answer by itself, or lead to the preview', () => {
    expect(bypass([rule(), rule('tg-preview')], 'tg-preview')).toBeUndefined();
    expect(bypass([], undefined)).toBeUndefined();
  });
});
