import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import {
  decideReady,
  forgetProvisioned,
  leftovers,
  noteProvisioned,
  type Look,
} from '../../../rollout/lambda/provisioned.ts';
import { READY_CHECK_SECONDS, READY_WITHIN_SECONDS } from '../../../statemachine/contract/provision.ts';

const since = new Date('2026-01-05T09:00:00.000Z');
const rollout = newRollout('a', '2', '1', since);
const noted = { '1': 'x', '2': 'y' };

describe('versions with provisioned concurrency', () => {
  it('are noted before it is asked for, with the one that is to be replaced, and keep when they were first', () => {
    const { revision, ...kept } = { revision: 4, newestTried: '2', provisioned: { '1': 'before' } };
    expect(noteProvisioned({ revision, ...kept }, rollout, since)).toStrictEqual({
      ...kept,
      provisioned: { '1': 'before', '2': since.toISOString() },
      rollout: { ...rollout, provisionedSince: since.toISOString() },
    });
  });

  it.each<[what: string, record: Parameters<typeof leftovers>[0], perVersion: number, taken: readonly string[]]>([
    ['of none while a rollout runs', { provisioned: noted, rollout }, 0, []],
    ['of all but production', { provisioned: noted }, 5, ['1']],
    ['of all where a version gets none', { provisioned: noted }, 0, ['1', '2']],
    ['of none where none was noted', {}, 0, []],
  ])('are taken it away %s', (_what, record, perVersion, taken) => {
    expect(leftovers(record, '2', perVersion)).toEqual(taken);
  });

  it('are forgotten one by one, and not while a rollout may have given it anew', () => {
    const record = { revision: 4, newestTried: '2', provisioned: noted };
    expect(forgetProvisioned(record, '1')).toStrictEqual({ newestTried: '2', provisioned: { '2': 'y' } });
    expect(forgetProvisioned({ ...record, provisioned: { '1': 'x' } }, '1')).toStrictEqual({ newestTried: '2' });
    expect(forgetProvisioned({ ...record, rollout }, '1')).toBeUndefined();
    expect(forgetProvisioned(record, '3')).toBeUndefined();
    expect(forgetProvisioned({ revision: 4 }, '1')).toBeUndefined();
  });
});

const after = (seconds: number) => new Date(since.getTime() + seconds * 1000);

describe('provisioned concurrency that was asked for', () => {
  const ready = { status: 'ready', requested: 5, available: 5 } as const;
  const look = (over: Partial<Look>): Look => ({
    version: '2',
    wanted: 5,
    since,
    now: after(READY_CHECK_SECONDS),
    found: ready,
    ...over,
  });
  const OF = 'provisioned concurrency of version 2';
  const late = after(READY_WITHIN_SECONDS);
  const lateAlmost = after(READY_WITHIN_SECONDS - 0.001);
  const tooLate = `${OF} was not ready within ${READY_WITHIN_SECONDS} s`;
  const progress = { status: 'in progress', requested: 5, available: 3 } as const;
  const three = '3 of 5 environments are ready';
  const full = { mayPass: true, words: 'full' };

  it.each<[what: string, over: Partial<Look>, next: string, message: string]>([
    ['is there', {}, 'advance', `${OF}: 5 of 5 environments are ready`],
    ['is there, late', { now: late }, 'advance', `${OF}: 5 of 5 environments are ready`],
    [
      'is there so soon that it may be what was before',
      { now: after(READY_CHECK_SECONDS - 0.001) },
      'keep waiting',
      `${OF}: 5 of 5 environments are ready`,
    ],
    [
      'is there in another number',
      { found: { ...ready, requested: 4, available: 4 } },
      'keep waiting',
      `${OF}: 4 of 5 environments are ready`,
    ],
    ['is on its way', { found: progress, now: lateAlmost }, 'keep waiting', `${OF}: ${three}`],
    ['is not known of', { found: undefined }, 'keep waiting', `${OF}: 0 of 5 environments are ready`],
    ['was too long on its way', { found: progress, now: late }, 'roll back', `${tooLate}: ${three}`],
    ['failed', { found: { ...progress, status: 'failed', reason: 'no room' } }, 'roll back', `${OF} failed: no room`],
    [
      'failed without a word',
      { found: { ...progress, status: 'failed' } },
      'roll back',
      `${OF} failed: Lambda gave no reason`,
    ],
    [
      'failed in another number, before',
      { found: { status: 'failed', requested: 4, available: 0 } },
      'keep waiting',
      `${OF}: 0 of 5 environments are ready`,
    ],
    ['was refused', { notAccepted: { mayPass: false, words: 'denied' } }, 'roll back', `${OF} was refused: denied`],
    [
      'is not accepted yet',
      { found: undefined, notAccepted: full },
      'keep waiting',
      `${OF}: Lambda does not take it yet: full`,
    ],
    [
      'was never accepted',
      { found: undefined, notAccepted: full, now: late },
      'roll back',
      `${tooLate}: Lambda does not take it yet: full`,
    ],
  ])('and %s', (_what, over, next, message) => {
    const back = next === 'roll back';
    expect(decideReady(look(over))).toStrictEqual({
      next,
      error: back ? 'ConcurrencyNotReady' : '',
      cause: back ? message : '',
      message,
    });
  });
});
