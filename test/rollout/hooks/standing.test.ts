import { describe, expect, it } from 'vitest';
import { describeHooks, holdsFor, lacksAnswers, rollsBack } from '../../../rollout/hooks/standing.ts';
import type { HookState } from '../../../statemachine/contract/hooks.ts';

const state = (more: Partial<HookState>): HookState => ({
  name: 'gate',
  at: 'in bake',
  onError: 'roll back',
  status: 'succeeded',
  says: '',
  ...more,
});
const failed = (onError: HookState['onError'], more: Partial<HookState> = {}) =>
  state({ status: 'failed', onError, ...more });
const done = state({});

describe('hooks that were asked', () => {
  it('roll back where one failed that leads to that', () => {
    expect(rollsBack({ 0: done, 1: failed('roll back') })).toBe(true);
    expect(rollsBack({ 0: done, 1: failed('hold'), 2: failed('ignore') })).toBe(false);
    expect(rollsBack({})).toBe(false);
  });

  it.each<[status: HookState['status'], lacks: boolean]>([
    ['not asked', true],
    ['in progress', true],
    ['succeeded', false],
    ['failed', false],
  ])('with one that is %s lack answers: %s', (status, lacks) => {
    expect(lacksAnswers({ 0: done, 1: state({ status }) })).toBe(lacks);
  });

  it('hold for each one that failed and leads to that, until a person has seen it', () => {
    const first = failed('hold', { name: 'a', says: 'closed', failedAt: '2026-01-05T09:00:00.000Z' });
    const second = failed('hold', { name: 'b', failedAt: '2026-01-05T09:01:00.000Z' });
    const states = { 0: first, 1: second, 2: failed('roll back'), 3: failed('ignore'), 4: done };
    expect(holdsFor(states)).toBe('hook a failed: closed, hook b failed');
    expect(holdsFor(states, '2026-01-05T08:59:59.000Z')).toBe('hook a failed: closed, hook b failed');
    expect(holdsFor(states, '2026-01-05T09:00:00.000Z')).toBe('hook b failed');
    expect(holdsFor(states, '2026-01-05T09:01:00.000Z')).toBeUndefined();
    expect(holdsFor({ 0: failed('hold') }, '2026-01-05T09:01:00.000Z')).toBe('hook gate failed');
    expect(holdsFor({ 0: done })).toBeUndefined();
  });

  it('are told without a time where none is known, and as ignored only where they are', () => {
    const states = { 0: state({ status: 'in progress' }), 1: failed('hold') };
    expect(describeHooks(states, new Date('2026-01-05T09:00:00.000Z'))).toBe(
      'hook gate is in progress; hook gate failed',
    );
    expect(describeHooks({}, new Date(0))).toBeUndefined();
  });
});
