import { describe, expect, it } from 'vitest';
import { mayBeHeard, requireQuietCanary, requireUnaskedCanary } from '../../../rollout/claim/quiet.ts';
import type { ClosedRollout } from '../../../rollout/record/record.ts';

const LOOK = { windowSeconds: 600, lateSeconds: 0 };
const LATE = { ...LOOK, lateSeconds: 180 };
const at = (time: string) => new Date(`2026-01-05T${time}.000Z`);
const closed = (outcome: ClosedRollout['outcome'], time: string): ClosedRollout => ({
  id: 'a',
  outcome,
  version: '7',
  previousVersion: '1',
  claimedAt: at('09:00:00').toISOString(),
  closedAt: at(time).toISOString(),
});
const minute = (time: string, bad: number) => ({ start: at(time), bad });

describe('a claim after a release', () => {
  it.each([
    ['09:30:00', '09:40:59', true],
    ['09:30:00', '09:41:00', false],
  ])('closed at %s is worth a look at the canary at %s: %s', (closedAt, now, look) => {
    expect(mayBeHeard(closed('promoted', closedAt), LOOK, at(now))).toBe(look);
  });

  it('is never worth one when there was none', () => {
    expect(mayBeHeard(undefined, LOOK, at('09:30:00'))).toBe(false);
  });

  it.each([['promoted'], ['rolled back']] as const)(
    'that was %s waits until the last bad minute has left the windows of the alarms, and says until when',
    (outcome) => {
      const last = closed(outcome, '09:20:00');
      const minutes = [minute('09:18:00', 2), minute('09:19:00', 1), minute('09:20:00', 0)];
      expect(() => requireQuietCanary(last, minutes, LOOK, at('09:29:59'))).toThrow(
        'the canary is not quiet yet, wait until 2026-01-05T09:30:00.000Z: its alarms still count 1 bad answer of ' +
          '2026-01-05T09:19:00.000Z',
      );
      expect(() => requireQuietCanary(last, minutes, LOOK, at('09:30:00'))).not.toThrow();
    },
  );

  it('that was rolled back waits three minutes for alarms about it that are not told yet', () => {
    const last = closed('rolled back', '09:20:00');
    expect(() => requireQuietCanary(last, [], LOOK, at('09:22:59'))).toThrow(
      'wait until 2026-01-05T09:23:00.000Z: version 7 was rolled back at 2026-01-05T09:20:00.000Z, and alarms about',
    );
    expect(() => requireQuietCanary(last, [], LOOK, at('09:23:00'))).not.toThrow();
  });

  it('that was rolled back waits three minutes longer where answers are counted in access logs', () => {
    const last = closed('rolled back', '09:20:00');
    expect(() => requireQuietCanary(last, [], LATE, at('09:25:59'))).toThrow('wait until 2026-01-05T09:26:00.000Z');
    expect(() => requireQuietCanary(last, [], LATE, at('09:26:00'))).not.toThrow();
    expect(mayBeHeard(last, LATE, at('09:33:59'))).toBe(true);
    expect(mayBeHeard(last, LATE, at('09:34:00'))).toBe(false);
  });

  it('that was promoted and did nothing wrong does not wait', () => {
    expect(() => requireQuietCanary(closed('promoted', '09:20:00'), [], LOOK, at('09:20:00'))).not.toThrow();
  });

  it('that was promoted waits until all of VPC Lattice follows the weights that went back before its close', () => {
    const last = closed('promoted', '09:20:00');
    expect(() => requireUnaskedCanary(last, 120, at('09:20:59'))).toThrow(
      'the canary is not quiet yet, wait until 2026-01-05T09:21:00.000Z: parts of VPC Lattice may still send it what ' +
        'version 7 got at 100 %',
    );
    expect(() => requireUnaskedCanary(last, 120, at('09:21:00'))).not.toThrow();
    expect(() => requireUnaskedCanary(last, 120, at('09:20:59'))).toThrow(
      expect.objectContaining({ name: 'CanaryNotQuiet' }),
    );
    expect(() => requireUnaskedCanary({ ...last, kind: 'revert' }, 120, at('09:20:00'))).not.toThrow();
    expect(() => requireUnaskedCanary(closed('rolled back', '09:20:00'), 120, at('09:20:00'))).not.toThrow();
  });
});
