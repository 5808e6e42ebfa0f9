import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmRule, type AlarmState, MISSING_DATA } from '../../src/cloudwatch/alarm-config.ts';
import { evaluateAlarm, evaluationRange } from '../../src/cloudwatch/evaluate-alarm.ts';

const MINUTE = 60_000;

/** `0` within the threshold, `X` beyond it, `-` missing; the newest on the right, as AWS's tables have them. */
function points(drawing: string) {
  return drawing
    .split(' ')
    .map((sign, index) => ({ time: index * MINUTE, value: { '0': 0, X: 10, '-': undefined }[sign] }));
}

function rule(
  datapointsToAlarm: number,
  evaluationPeriods: number,
  treatMissingData: AlarmRule['treatMissingData'],
): AlarmRule {
  return { comparison: 'GreaterThanThreshold', threshold: 5, datapointsToAlarm, evaluationPeriods, treatMissingData };
}

type Row = [drawing: string, missing: string, ignore: string, breaching: string, notBreaching: string];

/**
 * "Configuring how CloudWatch alarms treat missing data": 3 out of 3, evaluation range 5. The last row is that page's
 * earlier edition.
 */
const THREE_OF_THREE: Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', 'retained', 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', 'retained', 'ALARM', 'OK'],
  ['X - - - -', 'ALARM', 'retained', 'ALARM', 'OK'],
  ['- - - - X', 'INSUFFICIENT_DATA', 'retained', 'ALARM', 'OK'],
];

/** The same page: 2 out of 3, evaluation range 5. */
const TWO_OF_THREE: Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', 'retained', 'ALARM', 'OK'],
  ['- - - - X', 'INSUFFICIENT_DATA', 'retained', 'ALARM', 'OK'],
];

const CASES = [3, 2].flatMap((m) =>
  (m === 3 ? THREE_OF_THREE : TWO_OF_THREE).flatMap(([drawing, ...states]) =>
    MISSING_DATA.map((treat) => {
      const column = { missing: 0, ignore: 1, breaching: 2, notBreaching: 3 }[treat];
      return { m, drawing, treat, expected: states[column] };
    }),
  ),
);

describe('evaluateAlarm', () => {
  it.each(CASES)('$m of 3, $drawing, missing data $treat: $expected', ({ m, drawing, treat, expected }) => {
    for (const current of ['OK', 'ALARM'] as const) {
      const { state } = evaluateAlarm(rule(m, 3, treat), points(drawing), current);
      expect(state).toBe(expected === 'retained' ? current : expected);
    }
  });

  it('lets a breaching point count again while newer ones are missing, until it leaves the evaluation range', () => {
    expect(evaluationRange(1)).toBe(3);
    expect(evaluateAlarm(rule(1, 1, 'notBreaching'), points('- - X'), 'OK').state).toBe('ALARM');
    expect(evaluateAlarm(rule(1, 1, 'notBreaching'), points('X - -'), 'ALARM').state).toBe('ALARM');
    expect(evaluateAlarm(rule(1, 1, 'notBreaching'), points('- - -'), 'ALARM').state).toBe('OK');
  });

  it('lets no old breaching point count once there are N newer ones', () => {
    expect(evaluateAlarm(rule(1, 2, 'notBreaching'), points('X X 0 0'), 'ALARM').state).toBe('OK');
  });

  it.each([
    ['GreaterThanThreshold', 5, 'OK'],
    ['GreaterThanOrEqualToThreshold', 5, 'ALARM'],
    ['LessThanThreshold', 5, 'OK'],
    ['LessThanOrEqualToThreshold', 5, 'ALARM'],
    ['GreaterThanThreshold', 6, 'ALARM'],
    ['LessThanThreshold', 4, 'ALARM'],
  ] as const)('%s 5: a value of %d gives %s', (comparison, value, expected) => {
    const { state } = evaluateAlarm({ ...rule(1, 1, 'missing'), comparison }, [{ time: 0, value }], 'OK');
    expect(state).toBe(expected);
  });

  it('without missing data depends on nothing but the N newest points', () => {
    const value = fc.constantFrom('0', 'X');
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(...MISSING_DATA),
        (range, m, treat) => {
          const expected: AlarmState = range.slice(-3).filter((sign) => sign === 'X').length >= m ? 'ALARM' : 'OK';
          expect(evaluateAlarm(rule(m, 3, treat), points(range.join(' ')), 'INSUFFICIENT_DATA').state).toBe(expected);
        },
      ),
    );
  });

  it(
    'never alarms on missing data alone unless told that it breaches, and never keeps a state unless told to ' +
      'ignore it',
    () => {
      const sign = fc.constantFrom('0', '-');
      fc.assert(
        fc.property(
          fc.array(sign, { minLength: 5, maxLength: 5 }),
          fc.constantFrom('missing', 'notBreaching'),
          (range, treat) => {
            const states = (['OK', 'ALARM'] as const).map(
              (current) => evaluateAlarm(rule(2, 3, treat), points(range.join(' ')), current).state,
            );
            expect(states[0]).toBe(states[1]);
            expect(states[0]).not.toBe('ALARM');
          },
        ),
      );
    },
  );
});
