import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../rollout/alarms.ts';
import { nextStep } from '../../../rollout/bake/next-step.ts';
import { judge, type Evidence } from '../../../rollout/bake/verdict.ts';

const time = new Date('2026-01-05T09:00:00Z');
const alarm = (name: string): AlarmState => ({ name, state: 'OK', since: time, reason: 'because' });
const evidence = (over: Partial<Evidence>): Evidence => ({
  subject: 'canary',
  expected: ['a', 'b'],
  alarms: [alarm('a'), alarm('b')],
  requests: 342,
  minRequests: 1,
  shiftedAt: time,
  ...over,
});
const unseen = (silent: boolean) => ({ unseen: [{ words: 'no answer is counted', silent }] });
const patience = { bakeSeconds: 300, extendSeconds: 600 };

describe('what comes after a verdict that is blind', () => {
  const blind = judge(evidence(unseen(true)));
  const blindToFew = judge(evidence({ requests: 4, minRequests: 19, ...unseen(true) }));
  const gap = judge(evidence(unseen(false)));
  const blindWithoutAlarm = judge(evidence({ alarms: [alarm('a')], ...unseen(true) }));
  it.each([
    ['nothing is counted', blind, true, 'hold'],
    ['nothing is counted of few requests', blindToFew, true, 'hold'],
    ['nothing is counted, and no hold is left', blind, false, 'roll back'],
    ['a part is missing', gap, true, 'roll back'],
    ['nothing is counted, and an alarm does not exist', blindWithoutAlarm, true, 'roll back'],
  ] as const)('where $0, and a hold is left: $2, comes after the extension: $3', (_, verdict, holdBlind, next) => {
    const allowance = { holdBlind, tooFewRequests: 'advance' } as const;
    expect(nextStep(verdict, 899.9, patience, allowance)).toBe('keep baking');
    expect(nextStep(verdict, 900, patience, allowance)).toBe(next);
  });
});
