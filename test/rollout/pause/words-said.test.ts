import { describe, expect, it } from 'vitest';
import { newRollout } from '../../../rollout/claim/claim.ts';
import { decidePause, type PauseSituation } from '../../../rollout/pause/decide.ts';
import type { Pause, Told } from '../../../rollout/pause/pause.ts';
import { REASONS, unproven } from '../../../rollout/pause/reasons.ts';
import { lastPause, saidToBake, toldAt, toldToPause, withPause } from '../../../rollout/pause/stored.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';
import type { Hook } from '../../../statemachine/contract/hooks.ts';
import { healthyAt30 } from './pauses.ts';

const SINCE = '2026-01-05T09:00:00.000Z';
const ARN = 'arn:aws:states:eu-west-1:111122223333:execution:answer:g';
const rollout = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  ...newRollout('a', '2', '1', new Date(SINCE)),
  confirmedWeight: 30,
  intendedWeight: 30,
  ...over,
});
const HELD = { heldAt: 30, heldSince: SINCE } as const;
const ann = { goOnBy: ARN, goOnWho: 'ann', goOnWhy: 'seen' } as const;
const word = { execution: 'g', by: 'ann', reason: 'seen' };

describe('what the record says of who let a pause go on', () => {
  it.each<[what: string, over: Partial<OpenRollout>, told: boolean, word: Pause['word']]>([
    ['nobody has', {}, false, undefined],
    ['somebody has, who is not known', { goOn: true }, true, undefined],
    ['somebody has, and said who and why', { goOn: true, goOnAt: 30, ...ann }, true, word],
    ['somebody has, and said neither', { goOn: true, goOnAt: 30, goOnBy: ARN }, true, { execution: 'g' }],
    ['somebody has, and the word was for another weight', { goOn: true, goOnAt: 10, ...ann }, true, undefined],
    ['nobody has, though the weight was spoken of before', { goOnAt: 30, ...ann }, false, undefined],
  ])('%s', (_what, over, told, said) => {
    expect(lastPause(rollout({ ...HELD, ...over }))).toStrictEqual({
      at: 30,
      why: 'too few requests',
      since: SINCE,
      told,
      ...(said && { word: said }),
    });
  });

  it('and that it takes the one pause that there is room for', () => {
    expect(lastPause(rollout({ ...HELD, spareAt: 30 }))).toHaveProperty('spare', true);
    expect(lastPause(rollout({ ...HELD, spareAt: 10 }))).not.toHaveProperty('spare');
    const spare = { at: 30, why: 'asked', since: SINCE, told: false, spare: true } as const;
    const asked = { pauseAsked: SINCE, pauseBy: ARN, goOnAt: 30, ...ann };
    expect(withPause(rollout(asked), spare)).toStrictEqual(rollout({ ...HELD, heldWhy: 'asked', spareAt: 30 }));
  });

  it('no pause has begun without a weight', () => {
    expect(lastPause(rollout({ heldSince: SINCE }))).toBeUndefined();
  });
});

describe('what was said that ends the waits of a weight', () => {
  it.each<[what: string, over: Partial<OpenRollout>, told: Told | undefined]>([
    ['nothing', {}, undefined],
    ['something at this weight', { goOnAt: 30, ...ann }, { when: 'here', word }],
    ['something at this weight, by nobody knows whom', { goOnAt: 30 }, { when: 'here' }],
    ['something at another weight', { goOnAt: 10, ...ann }, undefined],
    [
      'something at an earlier one, for all that come',
      { goOnAt: 10, promoteFrom: 10, ...ann },
      { when: 'before', word },
    ],
    ['something for all that come, by nobody knows whom', { goOnAt: 10, promoteFrom: 10 }, { when: 'before' }],
    ['something for all, and more by another since', { goOnAt: 20, promoteFrom: 10, ...ann }, { when: 'before' }],
    ['something for all that come after this one', { goOnAt: 10, promoteFrom: 30, ...ann }, undefined],
    ['something for all that come after a later one', { goOnAt: 10, promoteFrom: 50, ...ann }, undefined],
  ])('%s', (_what, over, told) => {
    expect(toldAt(rollout(over), 30)).toStrictEqual(told);
  });

  it.each<[what: string, over: Partial<OpenRollout>, said: string | undefined]>([
    ['nothing', {}, undefined],
    ['"pause"', { pauseAsked: SINCE, goOnAt: 30 }, 'told to pause'],
    ['"go on"', { goOnAt: 30 }, 'told to go on'],
    ['"go on", by whom', { goOnAt: 30, ...ann }, 'told to go on (as "ann", because "seen"; unproven, execution g)'],
    ['"go on" to the end', { goOnAt: 10, promoteFrom: 10 }, 'told to go on to the end'],
    ['"go on" in a pause, which tells of it itself', { ...HELD, goOn: true, goOnAt: 30 }, undefined],
    ['"go on" after a pause at another weight', { ...HELD, heldAt: 10, goOnAt: 30 }, 'told to go on'],
  ])('to a rollout that bakes: %s', (_what, over, said) => {
    expect(saidToBake(rollout(over))).toBe(said);
  });

  it('is withdrawn by "pause", but what was said at other weights is told afterwards', () => {
    const letOn = { '10': { execution: 'e' }, '30': { execution: 'g' } };
    expect(toldToPause(rollout({ goOnAt: 30, promoteFrom: 30, letOn, ...ann }), SINCE, ARN)).toStrictEqual(
      rollout({ letOn: { '10': { execution: 'e' } }, pauseAsked: SINCE, pauseBy: ARN }),
    );
  });

  it.each([
    [undefined, ''],
    [{ execution: 'g' }, ''],
    [{ execution: 'g', by: 'ann' }, ' (as "ann"; unproven, execution g)'],
    [{ execution: 'g', reason: 'seen' }, ' (because "seen"; unproven, execution g)'],
  ])('is told with what they said of themselves: %j', (said, words) => {
    expect(unproven(said)).toBe(words);
  });
});

const hook = (onError: Hook['onError']) => ({ onError }) as Hook;

describe('a plan says where it pauses', () => {
  const plan = { tooFewRequests: 'roll back', approvals: [] } as const;

  it('and nothing of what it never pauses for', () => {
    expect(REASONS.approval.says.planned(plan, '1:00')).toBeUndefined();
    expect(REASONS['too few requests'].says.planned(plan, '1:00')).toBeUndefined();
    expect(REASONS['hook failed'].says.planned(plan, '1:00')).toBeUndefined();
    expect(REASONS['hook failed'].says.planned({ ...plan, hooks: [hook('ignore')] }, '1:00')).toBeUndefined();
    expect(REASONS['hook failed'].says.planned({ ...plan, hooks: [hook('ignore'), hook('hold')] }, '1:00')).toContain(
      'A hook that fails holds it',
    );
  });
});

describe('a reason to pause', () => {
  const check = {
    otherwise: 'advance',
    asked: false,
    blind: false,
    approve: false,
    pauseAsked: false,
    hookFailed: false,
  } as const;

  it.each([
    ['hook failed', { hookFailed: true }],
    ['asked', { asked: true }],
    ['approval', { approve: true }],
  ] as const)('%s begins where the bake is over, also where that comes to a hold', (why, over) => {
    const { begins } = REASONS[why];
    const at = (otherwise: 'advance' | 'hold' | 'keep baking' | 'roll back') =>
      begins({ ...check, ...over, otherwise });
    expect([at('advance'), at('hold'), at('keep baking'), at('roll back')]).toEqual([true, true, false, false]);
    expect(begins(check)).toBe(false);
  });
});

const situation = (over: Partial<PauseSituation>): PauseSituation =>
  healthyAt30({ now: new Date('2026-01-05T09:30:00.000Z'), ...over });
const silent = {
  verdict: 'inconclusive',
  error: 'CanaryRolledBack',
  reasons: ['because'],
  onlyOverruled: false,
} as const;
const pause: Pause = { at: 30, why: 'asked', since: SINCE, told: false };

describe('a check of a weight where somebody spoke', () => {
  const here: Told = { when: 'here', word };

  it('waits for a healthy one and says so, as long as it bakes', () => {
    expect(decidePause(situation({ told: here, verdict: silent, otherwise: 'keep baking' }))).toStrictEqual({
      next: 'keep baking',
      error: 'CanaryRolledBack',
      words: 'somebody said go on (as "ann", because "seen"; unproven, execution g), which a healthy check will do',
    });
    expect(decidePause(situation({ told: here, verdict: silent, otherwise: 'roll back' }))).toStrictEqual({
      next: 'roll back',
      error: 'CanaryRolledBack',
    });
    expect(decidePause(situation({ verdict: silent, otherwise: 'keep baking' }))).not.toHaveProperty('words');
  });

  it('says who let its pause go on', () => {
    expect(decidePause(situation({ pause: { ...pause, told: true, word } })).words).toBe(
      'somebody said go on (as "ann", because "seen"; unproven, execution g)',
    );
  });
});

describe('a check of a pause', () => {
  const over = { pause, now: new Date('2026-01-05T10:00:00.000Z') } as const;

  it('comes later where the plan says how often a pause is looked at', () => {
    const plan = { holdSeconds: 3600, pausedCheckSeconds: 300 };
    expect(decidePause(situation({ pause, plan })).next).toBe('paused');
    expect(decidePause(situation({ pause: { ...pause, told: true }, plan, verdict: silent })).next).toBe('paused');
    expect(decidePause(situation({ pause })).next).toBe('keep baking');
  });

  it.each([
    ['advance', 'advance'],
    ['keep baking', 'keep baking'],
    ['roll back', 'roll back'],
    ['hold', 'roll back'],
  ] as const)('past its time comes to what its bake has where the plan says so: %s, %s', (otherwise, next) => {
    const plan = { holdSeconds: 3600, pauseEnds: 'go on' } as const;
    expect(decidePause(situation({ ...over, plan, otherwise }))).toStrictEqual({
      next,
      error: 'HoldExpired',
      words: 'held until 10:00Z, and the plan ends a pause by what its bake has come to',
    });
  });

  it('tells what it was held for only where nobody spoke', () => {
    const found = { ...pause, found: 'few requests' };
    expect(decidePause(situation({ ...over, pause: found })).words).toBe(
      'nobody said go on until 10:00Z; it was held for: few requests',
    );
    expect(decidePause(situation({ pause: found })).words).not.toContain('few requests');
  });

  it('keeps its hold while a hook is asked, and rolls back when its time is over', () => {
    const asking = {
      hooks: { 0: { name: 'gate', at: 'in bake', onError: 'hold', status: 'not asked', says: '' } },
    } as const;
    expect(decidePause(situation({ pause, ...asking })).next).toBe('keep baking');
    expect(decidePause(situation({ ...over, ...asking })).next).toBe('roll back');
    const plan = { holdSeconds: 3600, pausedCheckSeconds: 300 };
    expect(decidePause(situation({ pause, plan, ...asking })).next).toBe('paused');
  });

  it('begins once', () => {
    expect(decidePause(situation({ asked: true })).begins).toMatchObject({
      why: 'asked',
      since: situation({}).now.toISOString(),
    });
    expect(decidePause(situation({ asked: true, pause }))).not.toHaveProperty('begins');
  });
});
