import { describe, expect, it } from 'vitest';
import { nextStep } from '../../../rollout/bake/next-step.ts';
import { judge } from '../../../rollout/bake/verdict.ts';
import type { Comparison } from '../../../rollout/evidence/comparison.ts';

const comparison = (outcome: Comparison['outcome'], words: string): Comparison => ({
  noun: 'errors',
  outcome,
  p: outcome === 'worse' ? 1e-5 : 1,
  compared: true,
  words,
});
const SPLIT = { words: '37 % went to the canary', silent: true, error: 'SplitUnlikeWeight' } as const;

describe('a verdict with comparisons', () => {
  const shiftedAt = new Date('2026-01-05T09:00:00Z');
  const alarms = [{ name: 'a', state: 'OK' as const, since: shiftedAt, reason: '' }];
  const given = { subject: 'canary' as const, expected: ['a'], alarms, requests: 902, minRequests: 21, shiftedAt };
  const worse = comparison('worse', 'canary 4.1 % errors: worse, p < 0.001');
  const open = comparison('open', 'canary 0.11 % errors: no sign of worse');

  it('is unhealthy when one of them is worse, whatever the alarms say', () => {
    expect(judge({ ...given, comparisons: [open, worse] })).toMatchObject({
      verdict: 'unhealthy',
      error: 'CanaryRolledBack',
      reasons: [worse.words],
    });
  });

  it('tells what was compared when it is healthy', () => {
    expect(judge({ ...given, comparisons: [open] })).toMatchObject({
      verdict: 'healthy',
      certain: false,
      reasons: ['902 requests', '1 alarm OK', open.words],
    });
  });

  it('is certain only when every comparison is', () => {
    const fine = { ...open, outcome: 'fine' as const };
    expect(judge({ ...given, comparisons: [fine, fine] }).certain).toBe(true);
    expect(judge({ ...given, comparisons: [fine, open] }).certain).toBe(false);
    expect(judge({ ...given, comparisons: [] }).certain).toBe(false);
  });

  const patience = { bakeSeconds: 300, extendSeconds: 600 };

  it('ends a bake early when it is certain and the plan allows it', () => {
    const verdict = { ...judge({ ...given, comparisons: [open] }), certain: true };
    expect(nextStep(verdict, 60, patience)).toBe('keep baking');
    expect(nextStep(verdict, 60, patience, { endEarly: true })).toBe('advance');
    expect(nextStep({ ...verdict, certain: false }, 60, patience, { endEarly: true })).toBe('keep baking');
  });

  it(
    'advances after too little traffic only where the plan says so, and never on none at all or with an alarm ' +
      'in doubt',
    () => {
      const few = judge({ ...given, requests: 3 });
      const allowed = { tooFewRequests: 'advance' as const };
      expect(nextStep(few, 899, patience, allowed)).toBe('keep baking');
      expect(nextStep(few, 900, patience, allowed)).toBe('advance');
      expect(nextStep(few, 900, patience)).toBe('roll back');
      expect(nextStep(judge({ ...given, requests: 0 }), 900, patience, allowed)).toBe('roll back');
      expect(nextStep(judge({ ...given, requests: 3, alarms: [] }), 900, patience, allowed)).toBe('roll back');
    },
  );

  it('condemns nobody where requests are unlike the weight, and says both', () => {
    expect(judge({ ...given, unseen: [SPLIT], comparisons: [worse] })).toMatchObject({
      verdict: 'inconclusive',
      error: 'SplitUnlikeWeight',
      reasons: ['37 % went to the canary', worse.words],
      onlyOverruled: false,
      blind: true,
    });
  });

  it('is not moved by requests that were unlike the weight, unless it looks worse', () => {
    const was = { ...SPLIT, onlyOfWorse: true };
    expect(judge({ ...given, unseen: [was], comparisons: [open] }).verdict).toBe('healthy');
    expect(judge({ ...given, unseen: [was], comparisons: [worse] })).toMatchObject({
      verdict: 'inconclusive',
      error: 'SplitUnlikeWeight',
      reasons: [was.words, worse.words],
    });
  });

  it('lets a person overrule requests unlike the weight, and few of them, if nothing else is doubted', () => {
    expect(judge({ ...given, unseen: [SPLIT], comparisons: [open] }).onlyOverruled).toBe(true);
    expect(judge({ ...given, requests: 3, unseen: [SPLIT] })).toMatchObject({ onlyOverruled: true, onlyFew: false });
    expect(judge({ ...given, requests: 0, unseen: [SPLIT] }).onlyOverruled).toBe(false);
    expect(judge({ ...given, requests: 3 })).toMatchObject({ onlyOverruled: true, onlyFew: true });
  });

  it('rolls back for an alarm that is on, however requests are shared out', () => {
    const on = [{ name: 'a', state: 'ALARM' as const, since: shiftedAt, reason: 'x' }];
    expect(judge({ ...given, alarms: on, unseen: [SPLIT], comparisons: [worse] }).verdict).toBe('unhealthy');
  });

  it('is not moved by what the plan only watches', () => {
    expect(judge({ ...given, comparisons: [{ ...worse, judges: false }] }).verdict).toBe('healthy');
    const fine = { ...open, outcome: 'fine' as const };
    expect(judge({ ...given, comparisons: [fine, { ...worse, judges: false }] }).certain).toBe(true);
  });
});
