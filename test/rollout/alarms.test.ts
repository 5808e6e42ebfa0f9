import { describe, expect, it } from 'vitest';
import { describeAlarm, shortenAlarms } from '../../rollout/alarms.ts';

const since = new Date('2026-01-05T14:38:02.123Z');
const CROSSED = 'Threshold Crossed: 1 datapoint [100.0 (05/01/26 14:36:00)] was greater than the threshold (5.0).';

describe('an alarm in words', () => {
  it('has everything in full', () => {
    expect(describeAlarm({ name: 'a', since, reason: CROSSED })).toBe(
      `alarm a is on since 2026-01-05T14:38:02.123Z: ${CROSSED}`,
    );
  });

  it.each([
    ['one datapoint', CROSSED, '100 was greater than the threshold 5'],
    [
      'M out of N',
      'Threshold Crossed: 2 out of the last 3 datapoints [38.0 (05/01/26 09:15:00), 33.333333333333336 ' +
        '(05/01/26 09:14:00)] were greater than or equal to the threshold (0.5) (minimum 2 datapoints for OK ' +
        '-> ALARM transition).',
      '38, 33.33 were greater than or equal to the threshold 0.5',
    ],
    [
      'missing data beside it',
      'Threshold Crossed: 1 datapoint [6014.97 (24/11/26 14:15:00)] was less than the threshold (9000.0) and ' +
        '1 missing datapoint was treated as [NonBreaching].',
      '6014.97 was less than the threshold 9000',
    ],
    [
      'no datapoint at all',
      'Threshold Crossed: no datapoints were received for 1 period.',
      'Threshold Crossed: no datapoints were received for 1 period.',
    ],
    [
      'a value that is no number',
      'Threshold Crossed: 1 datapoint [none (05/01/26 14:36:00)] was not less than the threshold (5.0)',
      'none was not less than the threshold 5',
    ],
    ['words of somebody else', 'set by hand', 'set by hand'],
  ])('is short with %s', (_, reason, short) => {
    expect(shortenAlarms(describeAlarm({ name: 'a', since, reason }))).toBe(`alarm a is on since 14:38:02Z: ${short}`);
  });

  it('is shortened wherever it stands in a sentence', () => {
    const two = [
      describeAlarm({ name: 'a', since, reason: CROSSED }),
      describeAlarm({ name: 'b', since, reason: CROSSED }),
    ].join(', ');
    expect(shortenAlarms(`10 %: unhealthy, ${two}; baking 30 of 300 s`)).toBe(
      '10 %: unhealthy, alarm a is on since 14:38:02Z: 100 was greater than the threshold 5, alarm b is on ' +
        'since 14:38:02Z: 100 was greater than the threshold 5; baking 30 of 300 s',
    );
  });
});
