import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { atRestAfter, closeRollout, startPromoting, withRollout } from '../../../rollout/record/changes.ts';
import type { ClosedRollout, OpenRollout, RolloutRecord } from '../../../rollout/record/record.ts';

const iso = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();
const claimedAt = new Date(iso(0));
const later = new Date(iso(10));
const open = (over: Partial<OpenRollout> = {}): OpenRollout => ({ ...newRollout('a', '2', '1', claimedAt), ...over });
const closed = (over: Partial<ClosedRollout> = {}): ClosedRollout => ({
  ...closeRollout(open(), 'promoted', later),
  ...over,
});

/** What the record says beyond the rollouts; nothing of it may get lost. */
const KEPT = {
  newestTried: '7',
  provisioned: { '7': iso(1) },
  adopted: { listener: 'l', at: iso(1), by: 'e', version: '1', before: { 'tg-9': 100 } },
} as const;
const PROMOTED = { lastPromoted: '1', lastPromotedClaimedAt: iso(2) } as const;
const full: RolloutRecord = {
  revision: 4,
  rollout: open(),
  last: closed({ id: 'before' }),
  ...PROMOTED,
  ...KEPT,
  reverted: { '5': iso(3) },
};

describe('the record with another state of its rollout', () => {
  it('keeps everything else that it says', () => {
    const { revision: _revision, ...body } = full;
    const next = open({ confirmedWeight: 10 });
    expect(withRollout(full, next)).toStrictEqual({ ...body, rollout: next });
    expect(withRollout({ revision: 0 }, next)).toStrictEqual({ rollout: next });
  });
});

describe('the record after a close', () => {
  it('keeps everything that is not about the rollout', () => {
    const rolledBack = closed({ outcome: 'rolled back' });
    expect(atRestAfter(full, rolledBack)).toStrictEqual({
      last: rolledBack,
      ...PROMOTED,
      ...KEPT,
      reverted: { '5': iso(3) },
    });
    expect(atRestAfter({ revision: 1 }, rolledBack)).toStrictEqual({ last: rolledBack });
  });

  it('knows what production should be found at, and since which claim it was made warm', () => {
    expect(atRestAfter({ ...full, reverted: {} }, closed())).toStrictEqual({
      last: closed(),
      lastPromoted: '2',
      lastPromotedClaimedAt: iso(0),
      ...KEPT,
    });
  });

  it('knows what a person reverted, until it is promoted again', () => {
    const revert = closed({ kind: 'revert', version: '1', previousVersion: '2' });
    const after = atRestAfter(full, revert);
    expect(after).toStrictEqual({
      last: revert,
      lastPromoted: '1',
      ...KEPT,
      reverted: { '5': iso(3), '2': iso(10) },
    });
    expect(atRestAfter({ ...after, revision: 5 }, closed()).reverted).toEqual({ '5': iso(3) });
    expect(atRestAfter({ ...full, reverted: { '2': iso(3) } }, closed())).not.toHaveProperty('reverted');
    expect(atRestAfter(full, { ...revert, outcome: 'rolled back' }).reverted).toEqual({ '5': iso(3) });
  });

  it('has the twenty that were reverted last', () => {
    // The one that was reverted first has the highest number, which JavaScript's own order puts last.
    const reverted = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [String(99 - i), iso(i)]));
    const last = closed({ kind: 'revert', version: '1', previousVersion: '2', closedAt: iso(30) });
    const kept = Object.keys(atRestAfter({ ...full, reverted }, last).reverted ?? {});
    expect(kept).toHaveLength(20);
    expect(kept).toContain('2');
    expect(kept).toContain('98');
    expect(kept).not.toContain('99');
  });
});

describe('a rollout that is closed', () => {
  it('keeps what people ask about afterwards', () => {
    const told = {
      kind: 'revert',
      error: 'E',
      reason: 'because',
      notRestored: true,
      letOn: { '10': { execution: 'x', by: 'ann' } },
    } as const;
    const listener = { to: 'adopt', listener: 'l', before: { 'tg-9': 100 } } as const;
    const rollout = open({ ...told, listener, holdAt: 30, rescuer: 'r', confirmedWeight: 10 });
    expect(closeRollout(rollout, 'rolled back', later)).toStrictEqual({
      id: 'a',
      outcome: 'rolled back',
      version: '2',
      previousVersion: '1',
      claimedAt: iso(0),
      closedAt: iso(10),
      ...told,
      listener: 'adopt',
    });
  });

  it('says nothing where there is nothing to say', () => {
    expect(closeRollout(open(), 'promoted', later)).toStrictEqual({
      id: 'a',
      outcome: 'promoted',
      version: '2',
      previousVersion: '1',
      claimedAt: iso(0),
      closedAt: iso(10),
    });
  });
});

it('a rollout that starts promoting says so before production moves: its rollback has to look at the alias', () => {
  expect(startPromoting(open({ confirmedWeight: 100 }))).toStrictEqual({
    ...open({ confirmedWeight: 100 }),
    phase: 'promoting',
    productionMoved: true,
  });
});
