import { describe, expect, it } from 'vitest';
import { type Past, promotedVersions, requirePromoted, withLast } from '../../../rollout/record/past.ts';
import type { ClosedRollout } from '../../../rollout/record/record.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();

/** Over the version before it, claimed in one minute and closed in the next. */
const closed = (minute: number, version: string, more: Partial<ClosedRollout> = {}): ClosedRollout => ({
  id: `e${minute}`,
  outcome: 'promoted',
  version,
  previousVersion: String(Number(version) - 1),
  claimedAt: at(minute),
  closedAt: at(minute + 1),
  ...more,
});
const past = (...all: readonly ClosedRollout[]): Past => ({ closed: all, unreadable: 0 });
const numbers = (of: Past) => promotedVersions(of).map(({ version }) => version);

describe('the versions that were promoted', () => {
  it('are those of releases, last first and each once, and then the one that releases began from', () => {
    expect(promotedVersions(past(closed(20, '5'), closed(0, '3'), closed(40, '3'), closed(10, '4')))).toEqual([
      { version: '3', at: at(41) },
      { version: '5', at: at(21) },
      { version: '4', at: at(11) },
      { version: '2' },
    ]);
  });

  it('name the one that releases began from once, where it was promoted again', () => {
    expect(promotedVersions(past(closed(0, '3'), closed(10, '2')))).toEqual([
      { version: '2', at: at(11) },
      { version: '3', at: at(1) },
    ]);
  });

  it('leave out what was rolled back, what a revert went to, and what the watchdog took', () => {
    const watchdog = closed(0, '9', { id: 'watchdog:2026-01-05T09:00:00.000Z' });
    const rolledBack = closed(1, '3', { outcome: 'rolled back' });
    expect(numbers(past(watchdog, rolledBack, closed(2, '4'), closed(3, '7', { kind: 'revert' })))).toEqual(['4', '2']);
  });

  it('leave out what only adopted a listener, or gave it back', () => {
    const adopted = closed(0, '9', { listener: 'adopt' });
    expect(numbers(past(adopted, closed(2, '4'), closed(4, '8', { listener: 'give back' })))).toEqual(['4', '3']);
  });

  it('are none where nothing was ever released', () => {
    expect(numbers(past())).toEqual([]);
  });

  it('do not say where releases began when a part of the history cannot be read', () => {
    expect(numbers({ ...past(closed(0, '3')), unreadable: 1 })).toEqual(['3']);
  });

  it('have the rollout that was closed last, whether the history has it yet or not', () => {
    const last = closed(10, '4');
    expect(numbers(withLast(past(closed(0, '3')), { last }))).toEqual(['4', '3', '2']);
    expect(withLast(past(last), { last })).toEqual(past(last));
    expect(withLast(past(last), {})).toEqual(past(last));
    expect(withLast(past(closed(0, '3'), last), { last })).toEqual(past(closed(0, '3'), last));
  });
});

describe('a version that was never promoted', () => {
  it('is refused by name, with at most ten of those that were', () => {
    const many = past(...Array.from({ length: 15 }, (_, i) => closed(i, String(i + 2))));
    expect(() => requirePromoted(many, '99')).toThrow(
      expect.objectContaining({
        name: 'NeverPromoted',
        message:
          'version 99 was never promoted, so that nothing is known of it in production; these were: 16, 15, 14, 13, ' +
          '12, 11, 10, 9, 8, 7 and 6 before them',
      }),
    );
    expect(() => requirePromoted(many, '3')).not.toThrow();
    const ten = past(...Array.from({ length: 9 }, (_, i) => closed(i, String(i + 2))));
    expect(() => requirePromoted(ten, '99')).toThrow(/; these were: 10, 9, 8, 7, 6, 5, 4, 3, 2, 1$/);
  });

  it('is refused where nothing was promoted or some cannot be read, and that is said', () => {
    expect(() => requirePromoted({ closed: [], unreadable: 2 }, '3')).toThrow(
      /none was; 2 of the history cannot be read$/,
    );
  });
});
