import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../rollout/bake/verdict.ts';
import { decidePause, type PauseSituation } from '../../../rollout/pause/decide.ts';
import type { Standing, Told } from '../../../rollout/pause/pause.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import type { HookState } from '../../../statemachine/contract/hooks.ts';
import { anyPause, CHECKS, healthyAt30, WHYS } from './pauses.ts';

const HOLD = 3600;
const SINCE = '2026-01-05T09:06:30.000Z';
const after = (seconds: number) => new Date(Date.parse(SINCE) + seconds * 1000);
const verdict = (over: Partial<Verdict>): Verdict => ({
  verdict: 'healthy',
  reasons: ['because'],
  requests: 100,
  error: 'CanaryRolledBack',
  certain: false,
  onlyFew: false,
  onlyOverruled: false,
  blind: false,
  ...over,
});
const HEALTHY = verdict({});
const FEW = verdict({ verdict: 'inconclusive', error: 'NotEnoughTraffic', onlyFew: true, onlyOverruled: true });
const NONE = verdict({ verdict: 'inconclusive', error: 'NotEnoughTraffic' });
const SILENT = verdict({ verdict: 'inconclusive' });
const BAD = verdict({ verdict: 'unhealthy' });
const MISSING = verdict({ verdict: 'inconclusive', error: 'AlarmMissing' });

const FAILED_HOLDS: HookState = {
  name: 'gate',
  at: 'in bake',
  onError: 'hold',
  status: 'failed',
  failedAt: SINCE,
  says: 'closed',
};

const situation = (over: Partial<PauseSituation>): PauseSituation =>
  healthyAt30({ verdict: HEALTHY, plan: { holdSeconds: HOLD }, now: after(0), ...over });
const anySituation: fc.Arbitrary<PauseSituation> = fc
  .record({
    check: fc.constantFrom(...CHECKS),
    pause: fc.option(anyPause, { nil: undefined }),
    verdict: fc.constantFrom(HEALTHY, FEW, NONE, SILENT, BAD, MISSING),
    told: fc.constantFrom<Told | undefined>(undefined, { when: 'here' }, { when: 'before' }),
    now: fc.integer({ min: -HOLD, max: 3 * HOLD }).map(after),
  })
  .map(({ check, pause, ...rest }) =>
    situation({ ...rest, ...check, pause: pause && { ...pause, at: 30, since: SINCE } }),
  );

it('says at the deadline what it was held for, though that is over', () => {
  const pause = { at: 30, why: 'blind', since: SINCE, told: false, found: '16 % went to the canary' } as const;
  const { error, words } = decidePause(situation({ pause, verdict: HEALTHY, otherwise: 'advance', now: after(HOLD) }));
  expect([error, words]).toEqual([
    'HoldExpired',
    'nobody said go on until 10:06Z; it was held for: 16 % went to the canary',
  ]);
});

it.each(['BlindToAnswers', 'SplitUnlikeWeight'] as const)('calls the rollback %s while that lasts', (error) => {
  const pause = { at: 30, why: 'blind', since: SINCE, told: false } as const;
  const found = verdict({ verdict: 'inconclusive', error, blind: true });
  expect(decidePause(situation({ pause, verdict: found, otherwise: 'hold', now: after(HOLD) }))).toMatchObject({
    next: 'roll back',
    error,
  });
});

it('lets a person overrule requests unlike the weight, if nothing else speaks against it', () => {
  const pause = { at: 30, why: 'blind', since: SINCE, told: true } as const;
  const found = verdict({ verdict: 'inconclusive', error: 'SplitUnlikeWeight', blind: true, onlyOverruled: true });
  const decided = (of: Verdict) =>
    decidePause(situation({ pause, verdict: of, otherwise: 'hold', now: after(1) })).next;
  expect(decided(found)).toBe('advance');
  expect(decided({ ...found, onlyOverruled: false })).toBe('keep baking');
});

describe.each(WHYS)('at a pause because of: %s', (why) => {
  const { neverTold, says } = REASONS[why];
  const last = HOLD - 1;
  it.each<[Standing, boolean, Verdict, number, string, string]>([
    ['waits', false, HEALTHY, 0, 'keep baking', 'CanaryRolledBack'],
    ['waits', false, FEW, last, 'keep baking', 'NotEnoughTraffic'],
    ['waits', false, SILENT, last, 'keep baking', 'CanaryRolledBack'],
    ['never told', false, HEALTHY, HOLD, 'roll back', neverTold('CanaryRolledBack')],
    ['never told', false, NONE, HOLD, 'roll back', neverTold('NotEnoughTraffic')],
    ['goes on', true, HEALTHY, 0, 'advance', 'CanaryRolledBack'],
    ['goes on', true, FEW, HOLD, 'advance', 'NotEnoughTraffic'],
    ['not healthy yet', true, NONE, last, 'keep baking', 'NotEnoughTraffic'],
    ['not healthy yet', true, SILENT, 0, 'keep baking', 'CanaryRolledBack'],
    ['never healthy', true, SILENT, HOLD, 'roll back', 'CanaryRolledBack'],
  ])('%s: told %s, after %j and %i s comes "%s"', (standing, told, found, seconds, next, error) => {
    const pause = { at: 30, why, since: SINCE, told };
    expect(decidePause(situation({ pause, verdict: found, otherwise: 'roll back', now: after(seconds) }))).toEqual({
      next,
      error,
      words: says.check[standing]('10:06Z'),
    });
  });
});

describe('where none has begun', () => {
  it('one begins for the first reason that does, with its deadline and with what was found', () => {
    for (const check of CHECKS) {
      const why = WHYS.find((each) => REASONS[each].begins(check));
      const hooks = check.hookFailed ? { hooks: { 0: FAILED_HOLDS } } : {};
      const { begins } = decidePause(situation({ ...check, ...hooks, verdict: FEW }));
      const until = after(HOLD).toISOString();
      const found = why === 'hook failed' ? 'hook gate failed: closed' : 'because';
      expect(begins).toEqual(why && { at: 30, why, since: SINCE, until, found, told: false });
    }
    expect(decidePause(situation({ asked: true })).begins).not.toHaveProperty('found');
  });

  it('and none begins, the check comes to what it would anyway', () => {
    for (const otherwise of ['advance', 'keep baking', 'roll back'] as const)
      expect(decidePause(situation({ otherwise, verdict: SILENT }))).toEqual({
        next: otherwise,
        error: 'CanaryRolledBack',
      });
  });
});

const gate = (status: HookState['status'], onError: HookState['onError'] = 'roll back'): HookState => ({
  ...FAILED_HOLDS,
  status,
  onError,
});
/** One that failed so long after the hold began. */
const failedAfter = (seconds: number) => ({ 0: { ...FAILED_HOLDS, failedAt: after(seconds).toISOString() } });

describe('where hooks are asked', () => {
  it.each<[HookState['status'], HookState['onError'], string]>([
    ['succeeded', 'roll back', 'advance'],
    ['in progress', 'roll back', 'keep baking'],
    ['in progress', 'ignore', 'keep baking'],
    ['not asked', 'ignore', 'keep baking'],
    ['failed', 'roll back', 'roll back'],
    ['failed', 'hold', 'keep baking'],
    ['failed', 'ignore', 'advance'],
  ])('one that is %s, and then is to %s, makes of a baked healthy canary: %s', (status, onError, next) => {
    const hooks = { 0: gate(status, onError) };
    expect(decidePause(situation({ hooks })).next).toBe(next);
    expect(decidePause(situation({ hooks, otherwise: 'keep baking' })).next).toBe(
      next === 'roll back' ? next : 'keep baking',
    );
  });

  it('names the rollback after the hook, but not that of a canary that is unhealthy', () => {
    const hooks = { 0: gate('failed') };
    expect(decidePause(situation({ hooks }))).toMatchObject({ next: 'roll back', error: 'HookFailed' });
    expect(decidePause(situation({ hooks, verdict: BAD, otherwise: 'roll back' }))).toMatchObject({
      next: 'roll back',
      error: 'CanaryRolledBack',
    });
  });

  it('"go on" lets it on from what failed before its hold began, and not from what failed since', () => {
    const pause = { at: 30, why: 'hook failed', since: SINCE, told: true } as const;
    expect(decidePause(situation({ pause, hooks: failedAfter(-1), now: after(60) })).next).toBe('advance');
    const again = decidePause(situation({ pause, hooks: failedAfter(30), now: after(60) }));
    expect(again).toMatchObject({ next: 'keep baking', begins: { why: 'hook failed', told: false } });
  });

  it('a hold that nobody has ended goes on to its own end, though a hook fails anew', () => {
    const pause = { at: 30, why: 'hook failed', since: SINCE, told: false } as const;
    const { begins, next, words } = decidePause(situation({ pause, hooks: failedAfter(30), now: after(60) }));
    expect([next, begins, words]).toEqual([
      'keep baking',
      undefined,
      expect.stringContaining('at most until 10:06Z') as string,
    ]);
  });

  it('a hold that somebody has ended says so while a hook is still asked', () => {
    const pause = { at: 30, why: 'asked', since: SINCE, told: true } as const;
    const decided = decidePause(situation({ pause, hooks: { 0: gate('in progress') }, now: after(60) }));
    expect(decided).toMatchObject({ next: 'keep baking', words: REASONS.asked.says.check['goes on']('10:06Z') });
  });

  it('never advances while one has not succeeded or failed, nor past one that rolls back', () => {
    fc.assert(
      fc.property(anySituation, fc.constantFrom('in progress', 'not asked', 'failed'), (any, status) => {
        // Neither ever comes with a check that would advance.
        fc.pre(any.verdict !== BAD && any.verdict !== MISSING);
        expect(decidePause({ ...any, hooks: { 0: gate('succeeded'), 1: gate(status) } }).next).not.toBe('advance');
      }),
    );
  });

  it('an unhealthy canary rolls back whatever they say', () => {
    fc.assert(
      fc.property(anySituation, fc.constantFrom('in progress', 'succeeded', 'failed'), (any, status) => {
        const hooks = { 0: gate(status, 'hold') };
        expect(decidePause({ ...any, hooks, verdict: BAD, otherwise: 'roll back' }).next).toBe('roll back');
      }),
    );
  });
});

const oneHook = (status: HookState['status']) => ({ 0: { ...FAILED_HOLDS, status } });
const begunWithoutRoom = (over: Partial<PauseSituation>) => decidePause(situation({ ownRoom: false, ...over })).begins;

describe('where hooks are asked and somebody speaks', () => {
  it.each(['here', 'before'] as const)('a word said %s does not let on past a hook that holds it', (when) => {
    for (const otherwise of ['advance', 'keep baking'] as const) {
      const decided = decidePause(situation({ told: { when }, hooks: oneHook('failed'), otherwise }));
      expect(decided).toMatchObject({ next: 'keep baking', begins: { why: 'hook failed', told: false } });
    }
  });

  it('a word said at an earlier weight ends no hold for a hook', () => {
    const pause = { at: 30, why: 'hook failed', since: SINCE, told: false } as const;
    const decided = decidePause(
      situation({ pause, told: { when: 'before' }, hooks: oneHook('failed'), now: after(60) }),
    );
    expect(decided.next).toBe('keep baking');
  });

  it.each(['not asked', 'in progress'] as const)('a word waits for a hook that is %s', (status) => {
    expect(decidePause(situation({ told: { when: 'here' }, hooks: oneHook(status) }))).toMatchObject({
      next: 'keep baking',
      words: expect.stringContaining('somebody said go on') as string,
    });
  });

  it('a hold for a hook ends in a rollback, also where the plan lets other pauses go on', () => {
    const pause = { at: 30, why: 'hook failed', since: SINCE, told: false } as const;
    const plan = { holdSeconds: HOLD, pauseEnds: 'go on' } as const;
    const decided = decidePause(situation({ pause, plan, hooks: oneHook('failed'), now: after(HOLD) }));
    expect(decided).toMatchObject({ next: 'roll back', error: 'HookFailed' });
  });

  it('a hold for a hook leaves the room for one pause to whoever asks for it', () => {
    expect(begunWithoutRoom({ hooks: oneHook('failed') })).not.toHaveProperty('spare');
    expect(begunWithoutRoom({ asked: true })).toHaveProperty('spare', true);
  });
});

describe('whatever there is', () => {
  it('no pause keeps a canary that is unhealthy, or that an alarm does not watch', () => {
    fc.assert(
      fc.property(anySituation, fc.constantFrom(BAD, MISSING), (any, found) => {
        const next = any.otherwise === 'hold' ? 'roll back' : any.otherwise;
        expect(decidePause({ ...any, verdict: found })).toEqual({ next, error: found.error });
      }),
    );
  });

  it('only a bake that is over, or the word on a canary that may go on, advances', () => {
    fc.assert(
      fc.property(anySituation, (any) => {
        fc.pre(any.verdict !== BAD && any.verdict !== MISSING);
        const { next } = decidePause(any);
        const untouched = !any.asked && !any.approve && !any.pauseAsked;
        const over = any.pause === undefined && any.otherwise === 'advance' && untouched;
        const told = any.pause?.told === true ? 'here' : any.told?.when;
        const heard = told === 'here' || (told === 'before' && any.pause?.why !== 'hook failed');
        const letGo = heard && (any.verdict === HEALTHY || (told === 'here' && any.verdict === FEW));
        expect(next === 'advance').toBe(over || letGo);
      }),
    );
  });

  it('a pause begins once, and nothing lasts past its deadline', () => {
    fc.assert(
      fc.property(anySituation, (any) => {
        const { begins, next } = decidePause(any);
        const judged = any.verdict !== BAD && any.verdict !== MISSING;
        const over = any.pause !== undefined && judged && any.now >= after(HOLD);
        expect({
          again: any.pause !== undefined && begins !== undefined,
          goingOn: begins !== undefined && next !== 'keep baking',
          overdue: over && next === 'keep baking',
        }).toEqual({ again: false, goingOn: false, overdue: false });
      }),
    );
  });
});
