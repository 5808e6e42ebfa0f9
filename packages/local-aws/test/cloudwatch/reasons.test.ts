import { describe, expect, it } from 'vitest';
import type { AlarmConfig } from '../../src/cloudwatch/alarm-config.ts';
import { evaluateAlarm } from '../../src/cloudwatch/evaluate-alarm.ts';
import { reasonOf } from '../../src/cloudwatch/reasons.ts';
import { ERRORS, MINUTE, TEN } from './world.ts';

/** The reason for values of one-minute periods, the newest at ten o'clock. */
function reason(values: (number | undefined)[], change: Partial<AlarmConfig>): string {
  const config = { ...ERRORS, ...change };
  const points = values.map((value, index) => ({ time: TEN - (values.length - 1 - index) * MINUTE, value }));
  return reasonOf(config, evaluateAlarm(config, points, 'OK'));
}

const NONE = undefined;
const GIVEN = { datapointsToAlarmGiven: true };
const NOT_GIVEN = { datapointsToAlarmGiven: false };

// The wording of recorded alarms and of the CloudWatch user guide.
describe('reasonOf', () => {
  it.each<[string, (number | undefined)[], Partial<AlarmConfig>, string]>([
    [
      'one of one breaching',
      [3],
      { ...NOT_GIVEN, threshold: 3, comparison: 'GreaterThanOrEqualToThreshold' },
      'Threshold Crossed: 1 datapoint [3.0 (24/11/26 10:00:00)] was greater than or equal to the threshold (3.0).',
    ],
    [
      'one of one within',
      [0],
      { ...GIVEN, threshold: 0.02 },
      'Threshold Crossed: 1 out of the last 1 datapoints [0.0 (24/11/26 10:00:00)] was not greater than the ' +
        'threshold (0.02) (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      'several breaching, the newest first',
      [20, 30, 20],
      { ...GIVEN, evaluationPeriods: 3, datapointsToAlarm: 2 },
      'Threshold Crossed: 3 out of the last 3 datapoints [20.0 (24/11/26 10:00:00), 30.0 (24/11/26 ' +
        '09:59:00), 20.0 (24/11/26 09:58:00)] were greater than the threshold (5.0) (minimum 2 datapoints for ' +
        'OK -> ALARM transition).',
    ],
    [
      'one breaching among missing ones',
      [NONE, NONE, 613],
      { ...GIVEN, evaluationPeriods: 3, treatMissingData: 'notBreaching' },
      'Threshold Crossed: 1 out of the last 3 datapoints [613.0 (24/11/26 10:00:00)] was greater than the ' +
        'threshold (5.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK ' +
        '-> ALARM transition).',
    ],
    [
      'only missing ones that breach',
      [NONE, NONE],
      { ...NOT_GIVEN, evaluationPeriods: 2, datapointsToAlarm: 2, treatMissingData: 'breaching' },
      'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as ' +
        '[Breaching].',
    ],
    [
      'missing ones that outweigh one within',
      [NONE, NONE, 0],
      { ...GIVEN, evaluationPeriods: 3, datapointsToAlarm: 2, treatMissingData: 'breaching' },
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
    ],
    [
      'too few breaching ones among missing ones that do not',
      [NONE, NONE, 9],
      { ...GIVEN, evaluationPeriods: 3, datapointsToAlarm: 2 },
      'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as ' +
        '[NonBreaching].',
    ],
    [
      'nothing known',
      [NONE, NONE, NONE, NONE, NONE],
      { evaluationPeriods: 5, datapointsToAlarm: 5, treatMissingData: 'missing' },
      'Insufficient Data: 5 datapoints were unknown.',
    ],
  ])('%s', (_name, values, change, expected) => {
    expect(reason(values, change)).toBe(expected);
  });
});
