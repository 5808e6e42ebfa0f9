import { describe, expect, it } from 'vitest';
import { describeCheck, nextStep, reportStep } from '../../../rollout/bake/next-step.ts';
import { judge, type Evidence } from '../../../rollout/bake/verdict.ts';
import type { Comparison } from '../../../rollout/evidence/comparison.ts';

const shiftedAt = new Date('2026-01-05T09:00:00.000Z');
const ok = { name: 'a', state: 'OK', since: shiftedAt, reason: 'because' } as const;
const evidence = (over: Partial<Evidence> = {}): Evidence => ({
  subject: 'canary',
  expected: ['a'],
  alarms: [ok],
  requests: 342,
  minRequests: 1,
  shiftedAt,
  ...over,
});
const patience = { bakeSeconds: 300, extendSeconds: 600 };

describe('what comes after a verdict', () => {
  it('is never an early end where it is not healthy, however certain its comparisons', () => {
    const unsure = { ...judge(evidence({ requests: 0 })), certain: true };
    expect(nextStep(unsure, 60, patience, { endEarly: true })).toBe('keep baking');
  });

  it('is a hold where requests are unlike the weight, and it may be held', () => {
    const split = judge(evidence({ unseen: [{ words: '37 %', silent: true, error: 'SplitUnlikeWeight' }] }));
    expect(nextStep(split, 900, patience, { holdBlind: true })).toBe('hold');
    expect(nextStep(split, 900, patience)).toBe('roll back');
  });

  it('is nothing but time where a check is only told', () => {
    expect([299.9, 300, 301].map((seconds) => reportStep(seconds, patience))).toEqual([
      'keep baking',
      'advance',
      'advance',
    ]);
  });
});

const told = (over: Partial<Evidence>) =>
  describeCheck({ subject: 'canary', weight: 10, ...patience }, judge(evidence(over)), 180, 'held until 14:30Z');

describe('a check during a pause says how that stands instead of how far the bake is', () => {
  it.each<[verdict: string, over: Partial<Evidence>, words: string]>([
    ['healthy', {}, '10 %: healthy, 342 requests, 1 alarm OK; held until 14:30Z'],
    ['inconclusive', { requests: 0 }, '10 %: not to be judged now, no requests seen (1 needed); held until 14:30Z'],
  ])('%s', (_verdict, over, words) => {
    expect(told(over)).toBe(words);
  });
});

const comparison = (words: string, more: Partial<Comparison> = {}): Comparison => ({
  noun: 'errors',
  outcome: 'open',
  p: 1,
  compared: true,
  words,
  ...more,
});

describe('a verdict', () => {
  it('has no words on alarms where none watches', () => {
    expect(judge(evidence({ expected: [] })).reasons).toStrictEqual(['342 requests']);
  });

  it.each<[when: string, since: string, verdict: string]>([
    ['before its version came', '08:59:59.999', 'inconclusive'],
    ['in the moment in which it came', '09:00:00.000', 'unhealthy'],
    ['since', '09:00:00.001', 'unhealthy'],
  ])('on production with an alarm that is on %s is %s', (_when, since, verdict) => {
    const alarms = [{ ...ok, state: 'ALARM' as const, since: new Date(`2026-01-05T${since}Z`) }];
    expect(judge(evidence({ subject: 'production', alarms })).verdict).toBe(verdict);
    expect(judge(evidence({ alarms })).verdict).toBe('unhealthy');
  });

  it('that is inconclusive is certain of nothing, and blind where any source counts nothing', () => {
    const gap = { words: 'a part is missing', silent: false };
    const nothing = { words: 'nothing is counted', silent: true };
    expect(judge(evidence({ unseen: [gap] }))).toMatchObject({ certain: false, blind: false });
    expect(judge(evidence({ unseen: [gap, nothing] }))).toMatchObject({ certain: false, blind: true });
    expect(judge(evidence({ requests: 0 }))).toMatchObject({ certain: false, blind: false });
  });

  it('that is healthy tells the first comparison that had something to compare, and all that the plan names', () => {
    const comparisons = [
      comparison('named, with nothing to compare', { named: true, compared: false }),
      comparison('nothing to compare', { compared: false }),
      comparison('named', { named: true }),
      comparison('first'),
      comparison('second'),
    ];
    expect(judge(evidence({ comparisons })).reasons).toStrictEqual([
      '342 requests',
      '1 alarm OK',
      'named, with nothing to compare',
      'named',
      'first',
    ]);
  });

  it('says nothing of comparisons and blind spots where there are none, and each blind spot where there are', () => {
    expect(judge(evidence()).reasons).toStrictEqual(['342 requests', '1 alarm OK']);
    expect(judge(evidence({ blindSpots: ['nobody looks at x'] })).reasons).toStrictEqual([
      '342 requests',
      '1 alarm OK',
      'nobody looks at x',
    ]);
  });
});
