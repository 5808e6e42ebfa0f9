import { describe, expect, it } from 'vitest';
import { readReply, type HookReply } from '../../../rollout/hooks/reply.ts';
import { describeHooks } from '../../../rollout/hooks/standing.ts';
import { afterHearing, isAsked, nameOf, standsAt, type Turn } from '../../../rollout/hooks/turn.ts';
import type { Hook, HookState } from '../../../statemachine/contract/hooks.ts';

const FN = 'arn:aws:lambda:eu-west-1:111111111111:function:gate';
const START = Date.UTC(2026, 0, 5, 9);
const at = (seconds: number) => new Date(START + seconds * 1000);
const turn = (seconds: number, more: Partial<Turn> = {}): Turn => ({
  now: at(seconds),
  bakedAt: at(390),
  held: false,
  told: false,
  ...more,
});
const hook = (place: Hook['at'], more: Partial<Hook> = {}): Hook => ({
  at: place,
  fn: FN,
  timeoutSeconds: 120,
  ...more,
});
const succeeded = (each: Hook, now: Turn): HookState =>
  afterHearing(each, standsAt(each, undefined, now), { status: 'succeeded', says: '' }, now);
const answered = (payload: unknown): HookReply => ({ kind: 'answered', payload });

describe('an answer of a hook', () => {
  it.each<[unknown, string]>([
    [{ hookStatus: 'SUCCEEDED' }, 'succeeded'],
    [{ hookStatus: 'SUCCEEDED', statusCode: 200 }, 'succeeded'],
    [{ hookStatus: 'IN_PROGRESS', callBackDelay: 60 }, 'in progress'],
    [{ hookStatus: 'FAILED' }, 'failed'],
    [{ hookStatus: 'succeeded' }, 'failed'],
    [{ hookStatus: true }, 'failed'],
    [{ status: 'SUCCEEDED' }, 'failed'],
    [{ hookStatus: 'IN_PROGRESS', callBackDelay: 'soon' }, 'failed'],
    [{ hookStatus: 'IN_PROGRESS', hookDetails: { long: 'x'.repeat(2_000) } }, 'failed'],
    ['SUCCEEDED', 'failed'],
    ['{"hookStatus":"SUCCEEDED"}', 'failed'],
    [null, 'failed'],
    [undefined, 'failed'],
  ])('%j is read as %s', (payload, status) => {
    expect(readReply(answered(payload)).status).toBe(status);
  });

  it('says no more than 300 characters', () => {
    expect(readReply(answered({ hookStatus: 'FAILED', reason: 'x'.repeat(900) })).says).toHaveLength(300);
    expect(readReply({ kind: 'failed', words: 'x'.repeat(900) }).says).toHaveLength(300);
  });
});

describe('how a hook goes from turn to turn', () => {
  const inBake = hook('in bake');
  const asked = (state: HookState | undefined, payload: unknown, seconds: number, more: Partial<Turn> = {}) => {
    const now = turn(seconds, more);
    return afterHearing(inBake, standsAt(inBake, state, now), readReply(answered(payload)), now);
  };
  const progress = { hookStatus: 'IN_PROGRESS' };

  it('in progress it is asked again after 30 s, or after what it asks for, and once when its time is over', () => {
    const first = asked(undefined, progress, 0);
    expect(first).toMatchObject({ status: 'in progress', due: at(30).toISOString(), until: at(120).toISOString() });
    expect(isAsked(inBake, first, turn(29))).toBe(false);
    expect(isAsked(inBake, first, turn(30))).toBe(true);
    const later = asked(first, { ...progress, callBackDelay: 600 }, 30);
    expect(later.due).toBe(at(120).toISOString());
  });

  it('its time counts from the first asking, and what it says when that is over counts', () => {
    const first = asked(undefined, progress, 0);
    expect(asked(first, { hookStatus: 'SUCCEEDED' }, 130).status).toBe('succeeded');
    expect(asked(first, progress, 120)).toMatchObject({
      status: 'failed',
      failedAt: at(120).toISOString(),
      says: 'it had not succeeded after 120 s',
    });
  });

  it('one that nobody can run for a moment has the rest of the bake, and its own time', () => {
    const done = asked(undefined, { hookStatus: 'SUCCEEDED' }, 0);
    const busy = (seconds: number) =>
      afterHearing(inBake, done, readReply({ kind: 'busy', words: 'full' }), turn(seconds));
    expect(busy(389)).toMatchObject({ status: 'in progress', until: at(390).toISOString() });
    expect(busy(390)).toMatchObject({ status: 'failed', says: 'it could not be asked now: full' });
  });

  it('one that nobody can run for a moment has its own time where there is no bake, or one that ends sooner', () => {
    const gate = hook('before users');
    const busy = (seconds: number, bakedAt: Date | undefined) => {
      const begun = { ...standsAt(gate, undefined, turn(0)), since: at(0).toISOString() };
      return afterHearing(gate, begun, readReply({ kind: 'busy', words: 'full' }), turn(seconds, { bakedAt }));
    };
    for (const bakedAt of [undefined, at(60)]) {
      expect(busy(119, bakedAt)).toMatchObject({ status: 'in progress', until: at(120).toISOString() });
      expect(busy(120, bakedAt).status).toBe('failed');
    }
    // It is asked again in the very next turn.
    expect(isAsked(gate, busy(10, undefined), turn(11))).toBe(true);
  });

  it('gets back the details that it gave last, until it gives others', () => {
    const first = asked(undefined, { ...progress, hookDetails: { run: 7 } }, 0);
    expect(first.details).toEqual({ run: 7 });
    const second = asked(first, progress, 30);
    expect(second.details).toEqual({ run: 7 });
    expect(asked(second, { ...progress, hookDetails: { run: 8 } }, 60).details).toEqual({ run: 8 });
    expect(asked(undefined, progress, 0)).not.toHaveProperty('details');
  });

  it('what it said last is told when its time is over', () => {
    expect(asked(asked(undefined, progress, 0), { ...progress, reason: '3 of 10' }, 120).says).toBe(
      'it had not succeeded after 120 s (3 of 10)',
    );
  });

  it('what is asked once is not asked again when it has succeeded, but for what is asked in each turn', () => {
    for (const [place, again] of [
      ['before users', false],
      ['before promotion', false],
      ['in bake', true],
    ] as const) {
      const each = hook(place);
      const done = succeeded(each, turn(400));
      expect(isAsked(each, done, turn(460))).toBe(again);
    }
  });

  it('one that was never asked stands so in a hold too, and leads to a rollback unless its plan says otherwise', () => {
    const gate = hook('before users');
    expect(standsAt(gate, undefined, turn(0, { held: true, told: true }))).toStrictEqual({
      name: 'gate',
      at: 'before users',
      onError: 'roll back',
      status: 'not asked',
      says: '',
    });
    expect(standsAt(hook('before users', { onError: 'hold' }), undefined, turn(0)).onError).toBe('hold');
  });

  it('one that failed has failed in a hold too, also where it is asked once', () => {
    const gate = hook('before promotion');
    const failed = afterHearing(gate, standsAt(gate, undefined, turn(0)), { status: 'failed', says: 'no' }, turn(0));
    expect(standsAt(gate, failed, turn(460, { held: true }))).toBe(failed);
  });

  it('one that failed is asked no more at that weight, whatever the plan makes of it', () => {
    const failed = asked(undefined, { hookStatus: 'FAILED' }, 0);
    expect(isAsked(inBake, failed, turn(60))).toBe(false);
    expect(standsAt(inBake, failed, turn(60, { held: true }))).toBe(failed);
  });

  it('before the promotion it is asked from the end of the bake on, and not while a hold waits', () => {
    const last = hook('before promotion');
    const fresh = standsAt(last, undefined, turn(0));
    expect([389, 390].map((seconds) => isAsked(last, fresh, turn(seconds)))).toEqual([false, true]);
    expect(isAsked(last, fresh, turn(400, { held: true }))).toBe(false);
  });

  it('before the promotion it is asked at once where somebody has ended the bake, and in each turn after', () => {
    const last = hook('before promotion');
    const now = turn(60, { told: true });
    const fresh = standsAt(last, undefined, now);
    expect(isAsked(last, fresh, now)).toBe(true);
    expect(isAsked(last, fresh, turn(60, { told: true, held: true }))).toBe(false);
    const done = afterHearing(last, fresh, { status: 'succeeded', says: '' }, now);
    expect(isAsked(last, standsAt(last, done, turn(120, { told: true })), turn(120, { told: true }))).toBe(true);
    // Once the bake is over its answer stays, as without anybody's word.
    expect(standsAt(last, done, turn(390, { told: true }))).toBe(done);
    const waits = afterHearing(last, fresh, { status: 'in progress', says: '', callBackSeconds: 90 }, now);
    expect(standsAt(last, waits, turn(120, { told: true }))).toBe(waits);
  });

  it('what was asked once is forgotten in a hold; what is asked in each turn is not', () => {
    for (const [place, status] of [
      ['before users', 'not asked'],
      ['before promotion', 'not asked'],
      ['in bake', 'succeeded'],
    ] as const) {
      const each = hook(place);
      const done = succeeded(each, turn(400));
      expect(standsAt(each, done, turn(460, { held: true })).status).toBe(status);
    }
  });
});

it('is called by its name, or by that of its function with the alias', () => {
  expect(nameOf({ fn: FN, name: 'freeze calendar' })).toBe('freeze calendar');
  expect([nameOf({ fn: FN }), nameOf({ fn: `${FN}:live` })]).toEqual(['gate', 'gate:live']);
});

it('tells what was asked and what it said, and nothing of who was not asked', () => {
  const base = { at: 'in bake', onError: 'ignore', says: '' } as const;
  const states: Record<string, HookState> = {
    0: { ...base, name: 'a', status: 'not asked' },
    1: { ...base, name: 'b', status: 'in progress', says: '3 of 10 min', until: at(120).toISOString() },
    2: { ...base, name: 'c', status: 'succeeded' },
    3: { ...base, name: 'd', status: 'failed', says: 'no' },
  };
  expect(describeHooks(states, at(0))).toBe(
    'hook b is in progress: 3 of 10 min, at most until 09:02Z; hook c succeeded; hook d failed: no, which is ignored',
  );
  expect(describeHooks({ 0: states['0'] as HookState }, at(0))).toBeUndefined();
});
