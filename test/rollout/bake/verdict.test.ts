import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../rollout/alarms.ts';
import { describeCheck, nextStep } from '../../../rollout/bake/next-step.ts';
import { judge, NOT_COUNTED, type Evidence } from '../../../rollout/bake/verdict.ts';
import type { VerdictName } from '../../../statemachine/contract/rows/check.ts';

const shiftedAt = new Date('2026-01-05T09:00:00Z');
const before = new Date('2026-01-05T08:59:59Z');
const after = new Date('2026-01-05T09:02:00Z');
const alarm = (name: string, state: AlarmState['state'], since = after): AlarmState => ({
  name,
  state,
  since,
  reason: 'because',
});
const evidence = (over: Partial<Evidence>): Evidence => ({
  subject: 'canary',
  expected: ['a', 'b'],
  alarms: [alarm('a', 'OK'), alarm('b', 'OK')],
  requests: 342,
  minRequests: 1,
  shiftedAt,
  ...over,
});

describe('a verdict', () => {
  it.each<[string, Partial<Evidence>, string, string[], string]>([
    ['all alarms OK and enough requests', {}, 'healthy', ['342 requests', '2 alarms OK'], 'CanaryRolledBack'],
    ['just enough requests', { requests: 1 }, 'healthy', ['1 request', '2 alarms OK'], 'CanaryRolledBack'],
    [
      'no request needed',
      { requests: 0, minRequests: 0 },
      'healthy',
      ['no requests', '2 alarms OK'],
      'CanaryRolledBack',
    ],
    ['nobody counts', { subject: 'production', requests: NOT_COUNTED }, 'healthy', ['2 alarms OK'], 'CanaryRolledBack'],
    [
      'too few requests',
      { requests: 19, minRequests: 20 },
      'inconclusive',
      ['19 requests seen (20 needed)'],
      'NotEnoughTraffic',
    ],
    [
      'an alarm on',
      { alarms: [alarm('a', 'ALARM'), alarm('b', 'OK')] },
      'unhealthy',
      ['alarm a is on since 2026-01-05T09:02:00.000Z: because'],
      'CanaryRolledBack',
    ],
    [
      'an alarm on and another missing',
      { alarms: [alarm('a', 'ALARM')] },
      'unhealthy',
      ['alarm a is on since 2026-01-05T09:02:00.000Z: because'],
      'CanaryRolledBack',
    ],
    [
      'a canary alarm on since before the shift',
      { alarms: [alarm('a', 'ALARM', before), alarm('b', 'OK')] },
      'unhealthy',
      ['alarm a is on since 2026-01-05T08:59:59.000Z: because'],
      'CanaryRolledBack',
    ],
    ['an alarm missing', { alarms: [alarm('a', 'OK')] }, 'inconclusive', ['alarm b does not exist'], 'AlarmMissing'],
    [
      'an alarm missing and no requests',
      { alarms: [alarm('a', 'OK')], requests: 0 },
      'inconclusive',
      ['alarm b does not exist', 'no requests seen (1 needed)'],
      'AlarmMissing',
    ],
    [
      'another alarm than expected',
      { alarms: [alarm('a', 'OK'), alarm('c', 'ALARM')] },
      'inconclusive',
      ['alarm b does not exist'],
      'AlarmMissing',
    ],
    [
      'an alarm without data',
      { alarms: [alarm('a', 'INSUFFICIENT_DATA'), alarm('b', 'OK')] },
      'inconclusive',
      ['alarm a has no data'],
      'CanaryRolledBack',
    ],
    [
      'an alarm without data for want of requests',
      { alarms: [alarm('a', 'INSUFFICIENT_DATA'), alarm('b', 'OK')], requests: 0 },
      'inconclusive',
      ['alarm a has no data', 'no requests seen (1 needed)'],
      'NotEnoughTraffic',
    ],
    [
      'answers that nobody counts',
      { unseen: [{ words: 'no answer is counted', silent: true }] },
      'inconclusive',
      ['no answer is counted'],
      'BlindToAnswers',
    ],
    [
      'few requests, of which nobody counts the answers',
      { requests: 4, minRequests: 19, unseen: [{ words: 'no answer is counted', silent: true }] },
      'inconclusive',
      ['4 requests seen (19 needed)', 'no answer is counted'],
      'BlindToAnswers',
    ],
    [
      'an alarm missing beside answers that nobody counts',
      { alarms: [alarm('a', 'OK')], unseen: [{ words: 'no answer is counted', silent: true }] },
      'inconclusive',
      ['alarm b does not exist', 'no answer is counted'],
      'AlarmMissing',
    ],
    [
      'an alarm on beside answers that nobody counts',
      { alarms: [alarm('a', 'ALARM')], unseen: [{ words: 'no answer is counted', silent: true }] },
      'unhealthy',
      ['alarm a is on since 2026-01-05T09:02:00.000Z: because'],
      'CanaryRolledBack',
    ],
    [
      'what nobody looks at',
      { blindSpots: ['answers are not seen'] },
      'healthy',
      ['342 requests', '2 alarms OK', 'answers are not seen'],
      'CanaryRolledBack',
    ],
    [
      'a production alarm that was on before',
      { subject: 'production', requests: NOT_COUNTED, alarms: [alarm('a', 'ALARM', before), alarm('b', 'OK')] },
      'inconclusive',
      ['alarm a is on since 2026-01-05T08:59:59.000Z: because (it was on before this version had the requests)'],
      'CanaryRolledBack',
    ],
  ])('on %s', (_, over, verdict, reasons, error) => {
    expect(judge(evidence(over))).toMatchObject({ verdict, reasons, error });
  });

  const anyAlarm = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    state: fc.constantFrom('OK', 'ALARM', 'INSUFFICIENT_DATA'),
    since: fc.constantFrom(before, after),
    reason: fc.constant('because'),
  });

  it('is healthy only when every expected alarm answered OK and enough requests were served', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyAlarm, { selector: ({ name }) => name }),
        fc.constantFrom('canary', 'production'),
        fc.nat(5),
        fc.nat(5),
        (alarms, subject, requests, minRequests) => {
          const { verdict, reasons } = judge(evidence({ alarms, subject, requests, minRequests }));
          const proven =
            ['a', 'b'].every((name) => alarms.some((answer) => answer.name === name && answer.state === 'OK')) &&
            requests >= minRequests;
          expect(verdict === 'healthy').toBe(proven);
          expect(reasons).not.toEqual([]);
        },
      ),
    );
  });
});

/** A verdict with nothing beside it that the plan could allow for. */
const alone = (verdict: VerdictName) =>
  ({ verdict, error: 'CanaryRolledBack', certain: false, onlyFew: false, onlyOverruled: false, blind: false }) as const;

describe('what comes after a verdict', () => {
  const patience = { bakeSeconds: 300, extendSeconds: 600 };
  it.each([
    ['healthy', -30, 'keep baking'],
    ['healthy', 299.9, 'keep baking'],
    ['healthy', 300, 'advance'],
    ['inconclusive', 0, 'keep baking'],
    ['inconclusive', 300, 'keep baking'],
    ['inconclusive', 899.9, 'keep baking'],
    ['inconclusive', 900, 'roll back'],
    ['unhealthy', -30, 'roll back'],
    ['unhealthy', 300, 'roll back'],
  ] as const)('%s after %s s: %s', (verdict, watched, next) => {
    expect(nextStep(alone(verdict), watched, patience)).toBe(next);
  });

  const few = judge(evidence({ requests: 4, minRequests: 19 }));
  const none = judge(evidence({ requests: 0, minRequests: 19 }));
  const silentToo = judge(
    evidence({ requests: 4, minRequests: 19, alarms: [alarm('a', 'INSUFFICIENT_DATA'), alarm('b', 'OK')] }),
  );
  const missingToo = judge(evidence({ requests: 4, minRequests: 19, alarms: [alarm('a', 'OK')] }));
  it.each([
    ['few requests', few, 'roll back', 'roll back'],
    ['few requests', few, 'hold', 'hold'],
    ['few requests', few, 'advance', 'advance'],
    ['no request', none, 'hold', 'hold'],
    ['no request', none, 'advance', 'roll back'],
    ['few requests and an alarm without data', silentToo, 'hold', 'hold'],
    ['few requests and an alarm without data', silentToo, 'advance', 'roll back'],
    ['few requests and an alarm that does not exist', missingToo, 'hold', 'roll back'],
    ['few requests and an alarm that does not exist', missingToo, 'advance', 'roll back'],
  ] as const)('%s at the end of the extension, where the plan says "$2": %s', (_, verdict, tooFewRequests, next) => {
    expect(nextStep(verdict, 899.9, patience, { tooFewRequests })).toBe('keep baking');
    expect(nextStep(verdict, 900, patience, { tooFewRequests })).toBe(next);
  });

  it('never advances on anything but healthy', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('unhealthy', 'inconclusive').map(alone),
        fc.double({ noNaN: true }),
        fc.nat(),
        fc.nat(),
        (verdict, watched, bakeSeconds, extendSeconds) => {
          expect(nextStep(verdict, watched, { bakeSeconds, extendSeconds })).not.toBe('advance');
        },
      ),
    );
  });

  const canary = { subject: 'canary', weight: 10, ...patience } as const;
  const production = { subject: 'production', weight: 0, ...patience } as const;
  const silent = { requests: 0 };
  const broken = { alarms: [alarm('a', 'ALARM'), alarm('b', 'OK')] };
  it.each([
    ['healthy in its bake', canary, {}, 180.7, '10 %: healthy, 342 requests, 2 alarms OK; baking 180 of 300 s'],
    ['healthy to the end', canary, {}, 311, '10 %: healthy, 342 requests, 2 alarms OK; the bake of 300 s is over'],
    [
      'watched before it has settled',
      production,
      {},
      -5,
      'production: healthy, 342 requests, 2 alarms OK; watching 0 of 300 s',
    ],
    [
      'watched to the end',
      production,
      {},
      300,
      'production: healthy, 342 requests, 2 alarms OK; the watch of 300 s is over',
    ],
    [
      'inconclusive in its bake, where that is normal',
      canary,
      silent,
      63,
      '10 %: too early to judge, no requests seen (1 needed); baking 63 of 300 s',
    ],
    [
      'inconclusive beyond its bake',
      canary,
      silent,
      313,
      '10 %: still not to be judged, no requests seen (1 needed); baking 313 s, at most 900 s',
    ],
    [
      'inconclusive to the last',
      canary,
      silent,
      900,
      '10 %: could not be judged, no requests seen (1 needed); given up after 900 s',
    ],
    [
      'inconclusive without an extension',
      { ...canary, extendSeconds: 0 },
      silent,
      300,
      '10 %: could not be judged, no requests seen (1 needed); given up after 300 s',
    ],
    [
      'unhealthy in its bake',
      canary,
      broken,
      30,
      '10 %: unhealthy, alarm a is on since 2026-01-05T09:02:00.000Z: because; baking 30 of 300 s',
    ],
  ] as const)('is said in one line: %s', (_, args, over, watched, sentence) => {
    expect(describeCheck(args, judge(evidence(over)), watched)).toBe(sentence);
  });
});
