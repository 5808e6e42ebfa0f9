import { describe, expect, it } from 'vitest';
import { describeGroups, isUnknown, sameGroups, serving } from '../../../rollout/listener/groups.ts';
import { describeLeftAlone, isHome, wayHome } from '../../../rollout/listener/home.ts';
import type { Groups, ListenerTask } from '../../../rollout/record/record.ts';
import { canaryAt, liveWeights, type Live } from '../../../rollout/weights.ts';

const BEFORE: Groups = { 'tg-8': 90, 'tg-9': 10 };
const task = (to: ListenerTask['to'], before = BEFORE) => ({ listener: { to, listener: 'l', before } });
const ours = (weight: number) => liveWeights(canaryAt(weight));
const theirs = (foreign: Groups): Live => ({ atRest: false, foreign, words: 'theirs' });
const other = theirs({ 'tg-7': 100 });

describe('the way home of a rollback', () => {
  it.each<
    [what: string, rollout: Parameters<typeof wayHome>[0], live: Live, way: ReturnType<typeof wayHome>, home: boolean]
  >([
    ['of a release at rest', {}, ours(0), 'production', true],
    ['of a release with weight', {}, ours(10), 'production', false],
    ['of no rollout', undefined, ours(0), 'production', true],
    ['of no rollout, with weight', undefined, ours(10), 'production', false],
    ['of an adoption that was written', task('adopt'), ours(0), BEFORE, false],
    ['of an adoption that was not', task('adopt'), theirs(BEFORE), undefined, true],
    ['of an adoption of which nobody knows what was before', task('adopt', {}), ours(0), 'production', true],
    ['of giving back that was written', task('give back'), theirs(BEFORE), 'production', false],
    ['of giving back that was not', task('give back'), ours(0), 'production', true],
    ['of a release past somebody else’s action', {}, other, undefined, true],
    ['of no rollout past somebody else’s action', undefined, other, undefined, true],
    ['of giving back past somebody else’s action', task('give back'), other, undefined, true],
  ])('%s', (_what, rollout, live, way, home) => {
    expect(wayHome(rollout, live)).toEqual(way);
    expect(isHome(rollout, live)).toBe(home);
  });

  it('leaves somebody else’s action alone, and says which', () => {
    expect(describeLeftAlone(BEFORE)).toBe(
      "the default action of the listener is somebody else's (tg-8 90, tg-9 10) and is left alone " +
        '(RUNBOOK.md#a-default-action-that-is-not-ours)',
    );
  });
});

describe('groups of a default action', () => {
  it.each<[a: Groups, b: Groups, same: boolean]>([
    [BEFORE, { 'tg-9': 10, 'tg-8': 90 }, true],
    [BEFORE, { ...BEFORE, 'tg-7': 0 }, true],
    [BEFORE, { ...BEFORE, 'tg-7': 1 }, false],
    [BEFORE, { 'tg-8': 90, 'tg-9': 20 }, false],
    [{ ...BEFORE, 'tg-7': 1 }, BEFORE, false],
    [{ 'tg-8': 100 }, { 'tg-9': 100 }, false],
  ])('%j and %j share requests out alike: %s', (a, b, same) => {
    expect(sameGroups(a, b)).toBe(same);
  });

  it('serve with a weight above 0 alone, and none that does is not known', () => {
    expect(serving({ 'tg-8': 1, 'tg-9': 0 })).toEqual(['tg-8']);
    expect([BEFORE, {}, { 'tg-8': 0 }].map(isUnknown)).toEqual([false, true, true]);
    expect(describeGroups({})).toBe('no target group');
  });
});
