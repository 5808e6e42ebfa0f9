import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import type { Pause } from '../../../rollout/pause/pause.ts';
import {
  lastPause,
  pauseToCome,
  standingPause,
  toldToGoOn,
  withPause,
  type StoredPause,
} from '../../../rollout/pause/stored.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import { anyAskedWeight, anyPause, WHYS } from './pauses.ts';

const rollout = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date('2026-01-05T09:00:00Z')),
  confirmedWeight: 30,
  ...over,
});
const asked = (holdAt: number | undefined) => rollout(holdAt === undefined ? {} : { holdAt });
const SINCE = '2026-01-05T09:16:30.000Z';

describe('a pause that is stored', () => {
  it('comes back as it was, whatever its reason, whatever was stored before it', () => {
    fc.assert(
      fc.property(anyPause, fc.option(anyPause, { nil: undefined }), anyAskedWeight, (pause, before, holdAt) => {
        const earlier = before === undefined ? asked(holdAt) : withPause(asked(holdAt), before);
        expect(lastPause(withPause(earlier, pause))).toEqual(pause);
      }),
    );
  });

  it.each(WHYS)('comes back from its fields alone: %s', (why) => {
    const pause = { at: 30, why, since: SINCE, told: false };
    const { heldAt, heldSince, heldWhy } = withPause(rollout(), pause);
    expect(lastPause({ heldAt, heldSince, heldWhy })).toEqual(pause);
  });

  it('keeps the rest of the rollout, and stores no deadline', () => {
    const pause = { at: 30, why: 'too few requests', since: SINCE, until: SINCE, told: false } as const;
    expect(withPause(rollout({ holdAt: 50, reason: 'x' }), pause)).toEqual({
      ...rollout({ holdAt: 50, reason: 'x' }),
      heldAt: 30,
      heldSince: SINCE,
    });
  });

  it('is told to go on by one field, which the next one does not have', () => {
    fc.assert(
      fc.property(anyPause, anyPause, (first, second) => {
        const told = toldToGoOn(withPause(rollout(), first));
        expect(lastPause(told)).toEqual({ ...first, told: true });
        expect(lastPause(withPause(told, { ...second, told: false }))?.told).toBe(false);
      }),
    );
  });
});

describe('what earlier handlers stored, and those of a later release may', () => {
  const found = '4 requests seen (19 needed)';
  const few = { heldAt: 10, heldSince: SINCE, heldBecause: found };
  it.each<[string, StoredPause, Partial<Pause> | undefined]>([
    ['nothing', {}, undefined],
    ['a hold that was asked for and has not begun', { holdAt: 30 }, undefined],
    ['one that has, without a weight', { holdAt: 30, heldSince: SINCE }, { at: 30, why: 'asked' }],
    ['one that was told', { holdAt: 30, heldSince: SINCE, goOn: true }, { at: 30, why: 'asked', told: true }],
    ['one with its weight', { holdAt: 30, heldAt: 30, heldSince: SINCE }, { at: 30, why: 'asked' }],
    ['want of requests', few, { at: 10, why: 'too few requests', found }],
    ['want of requests on the way to a hold', { ...few, holdAt: 30 }, { at: 10, why: 'too few requests', found }],
    ['want of requests at the weight of a hold', { ...few, holdAt: 10 }, { at: 10, why: 'asked', found }],
    [
      'a reason by its name',
      { ...few, holdAt: 10, heldWhy: 'too few requests' },
      { at: 10, why: 'too few requests', found },
    ],
    ['a reason that nobody knows yet', { ...few, heldWhy: 'full moon' }, { at: 10, why: 'too few requests', found }],
  ])('%s', (_, stored, pause) => {
    expect(lastPause(stored)).toEqual(pause && { since: SINCE, told: false, ...pause });
  });

  it('is what they store still: no name where the weights tell the reason', () => {
    const names = fc.record({ pause: anyPause, holdAt: anyAskedWeight });
    fc.assert(
      fc.property(names, ({ pause, holdAt }) => {
        const why = pause.at === holdAt ? 'asked' : 'too few requests';
        expect(withPause(asked(holdAt), { ...pause, why })).not.toHaveProperty('heldWhy');
      }),
    );
  });
});

describe('a pause that stands', () => {
  const pause = { at: 30, why: 'asked', since: SINCE, told: false } as const;
  it.each<[string, Partial<OpenRollout>, boolean]>([
    ['at its weight', {}, true],
    ['told to go on, and still there', { goOn: true }, true],
    ['at the next weight', { confirmedWeight: 50 }, false],
    ['promoting', { phase: 'promoting' }, false],
    ['standing by', { phase: 'held' }, false],
    ['rolling back', { phase: 'rolling back' }, false],
  ])('%s: %j is %s', (_, over, stands) => {
    const found = { ...withPause(rollout({ holdAt: 30 }), pause), ...over };
    expect(standingPause(found)).toEqual(stands ? { ...pause, told: over.goOn === true } : undefined);
  });
});

describe('a hold that was asked for', () => {
  it('is to come until it begins, also while another pause stands before it', () => {
    const claimed = rollout({ holdAt: 50 });
    const few = withPause(claimed, { at: 30, why: 'too few requests', since: SINCE, told: false });
    const begun = withPause(few, { at: 50, why: 'asked', since: SINCE, told: false });
    expect([rollout(), claimed, few, begun].map((each) => pauseToCome(each)?.at)).toEqual([
      undefined,
      50,
      50,
      undefined,
    ]);
  });
});
