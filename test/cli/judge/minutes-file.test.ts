import { describe, expect, it } from 'vitest';
import { minutesInFile } from '../../../cli/judge/minutes-file.ts';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';

const HEADER = 'minute,side,invocations,errors,answers,5xx';
const read = (...lines: string[]) => minutesInFile(lines.join('\n'), 'm.csv', DEFAULT_COMPARE);
const faultsOf = (...lines: string[]): readonly string[] => {
  try {
    read(...lines);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
};
const BOTH = ['2026-11-01T10:00Z,canary,100,2,99,1', '2026-11-01T10:00Z,production,900,3,900,3'];

/** The times by so many factors, and a file that counts both sides by them. */
const over = (...factors: number[]) => factors.flatMap((factor) => TIMES.map((time) => time * factor));
const file = (times: readonly number[]) =>
  [
    `minute,side,invocations,errors,${times.map((time) => `over_${Number(time.toFixed(6))}`).join(',')}`,
    `2026-11-01T10:00Z,canary,100,0,${times.map((_, i) => 100 - i).join(',')}`,
    `2026-11-01T10:00Z,production,100,0,${times.map((_, i) => 100 - i).join(',')}`,
  ].join('\n');

const minute = (i: number, canary: number, production: number) => [
  `2026-11-01T10:0${i}Z,canary,${canary},0,${canary},0`,
  `2026-11-01T10:0${i}Z,production,${production},0,${production},0`,
];

const since = (...counts: [number, number][]) =>
  read(HEADER, ...counts.flatMap(([canary, production], i) => minute(i, canary, production))).aloneSince;

describe('a file of minutes', () => {
  it('is read as counts of both sides by the minute', () => {
    const { answersCounted, minutes } = read(HEADER, ...BOTH);
    expect(answersCounted).toBe(true);
    expect(minutes).toMatchObject([
      {
        start: new Date('2026-11-01T10:00Z'),
        canary: { invocations: 100, errors: 2, requests: 99, serverErrors: 1 },
        production: { invocations: 900, errors: 3, requests: 900, serverErrors: 3 },
        withoutTimes: true,
      },
    ]);
  });

  it('may have its lines in any order, with gaps, remarks, blank lines, spaces and the line ends of any system', () => {
    const later = '2026-11-01T10:02:00Z , canary, 7,0 ,7,0';
    const { minutes } = read(`\uFEFF# counts\r\n${HEADER}\r`, '', later, ...BOTH);
    expect(minutes.map(({ canary, production }) => [canary.invocations, production.invocations])).toEqual([
      [100, 900],
      [0, 0],
      [7, 0],
    ]);
  });

  it('takes invocations for answers where it does not count them, and sees no 5XX without their column', () => {
    const counted = read(
      'minute,side,invocations,errors,5xx',
      '2026-11-01T10:00Z,canary,100,2,1',
      '2026-11-01T10:00Z,production,900,3,3',
    );
    expect(counted.minutes[0]?.canary).toMatchObject({ requests: 100, serverErrors: 1 });
    const not = read(
      'minute,side,invocations,errors',
      '2026-11-01T10:00Z,canary,100,2',
      '2026-11-01T10:00Z,production,900,3',
    );
    expect(not.answersCounted).toBe(false);
  });

  it("counts the canary's times beyond as many times production's as the plan bears", () => {
    const all = [...TIMES, ...TIMES.map((time) => time * 1.5)];
    const values = all.map((_, i) => 100 - i);
    const { minutes } = read(
      `minute,side,invocations,errors,${all.map((time) => `over_${time}`).join(',')}`,
      `2026-11-01T10:00Z,canary,100,0,${values.join(',')}`,
      `2026-11-01T10:00Z,production,100,0,${values.join(',')}`,
    );
    expect(minutes[0]?.production.slower).toEqual(values.slice(0, 9));
    expect(minutes[0]?.canary.slowerByFactor).toEqual({ 1.5: values.slice(9) });
    expect(minutes[0]).not.toHaveProperty('withoutTimes');
  });

  it('counts the tail where all of its columns are there, and says where they are not', () => {
    const tail = { ...DEFAULT_COMPARE, tailShare: 0.001, tailSlowness: 1.1 };
    const all = minutesInFile(file(over(1, 1.5, 1.1)), 'm.csv', tail);
    expect(all.minutes[0]?.canary.slowerByFactor[1.1]).toEqual(TIMES.map((_, i) => 82 - i));
    expect(all).not.toHaveProperty('withoutTail');
    for (const times of [over(1, 1.5), over(1, 1.5, 1.1).slice(0, -1)]) {
      const { minutes, withoutTail } = minutesInFile(file(times), 'm.csv', tail);
      expect(Object.keys(minutes[0]?.canary.slowerByFactor ?? {})).toEqual(['1.5']);
      expect(withoutTail).toMatch(/^the slow tail is not compared, for the file does not count/);
    }
    expect(minutesInFile(file(over(1, 1.5)), 'm.csv', DEFAULT_COMPARE)).not.toHaveProperty('withoutTail');
    const wrong = file(over(1, 1.5, 1.1)).replace('82,81,', '82,83,');
    expect(() => minutesInFile(wrong, 'm.csv', tail)).toThrow('m.csv:2: over_9.9: got 83, expected at most the 82 of');
  });

  it('knows since when production had no requests, where that is no chance', () => {
    expect(since([10, 90], [50, 50], [100, 0])).toEqual(new Date('2026-11-01T10:02Z'));
    expect(since([10, 90], [50, 50])).toBeUndefined();
    // Production may have had none by chance: 5 would have been expected.
    expect(since([50, 50], [5, 0])).toBeUndefined();
  });
});

describe('a line that is not as it should be', () => {
  it.each([
    [
      '2026-11-01T10:00,canary,1,0,1,0',
      'minute: got "2026-11-01T10:00", expected the start of one such as 2026-11-01T10:00Z',
    ],
    [
      '2026-11-01T10:00:30Z,canary,1,0,1,0',
      'minute: got "2026-11-01T10:00:30Z", expected the start of one such as 2026-11-01T10:00Z',
    ],
    [
      '2026-02-31T10:00Z,canary,1,0,1,0',
      'minute: got "2026-02-31T10:00Z", expected the start of one such as 2026-11-01T10:00Z',
    ],
    ['2026-11-01T10:00Z,green,1,0,1,0', 'side: got "green", expected canary or production'],
    ['2026-11-01T10:00Z,canary,NaN,0,1,0', 'invocations: got "NaN", expected a number that is 0 or more'],
    ['2026-11-01T10:00Z,canary,1,-1,1,0', 'errors: got "-1", expected a number that is 0 or more'],
    ['2026-11-01T10:00Z,canary,1,0,Infinity,0', 'answers: got "Infinity", expected a number that is 0 or more'],
    ['2026-11-01T10:00Z,canary,1,0,1,', '5xx: got "", expected a number that is 0 or more'],
    ['2026-11-01T10:00Z,canary,1,2,1,0', 'errors: got 2, expected at most the 1 of invocations'],
    ['2026-11-01T10:00Z,canary,9,2,1,2', '5xx: got 2, expected at most the 1 of answers'],
    ['2026-11-01T10:00Z,canary,1,0,1', 'got 5 fields, expected 6, as many as there are columns'],
    ['2026-11-01T10:00Z,canary,100,2,99,1', 'got 2026-11-01T10:00Z of canary again, expected it once: line 3'],
  ])('%s: is refused with its number, what was got and what was expected', (line, words) => {
    expect(faultsOf(HEADER, '# remarks are counted too', ...BOTH, line)).toEqual([`m.csv:5: ${words}`]);
  });

  it('does not hide the others', () => {
    expect(faultsOf(HEADER, 'x,canary,y,0,1,0', ...BOTH, 'z')).toEqual([
      'm.csv:2: minute: got "x", expected the start of one such as 2026-11-01T10:00Z',
      'm.csv:2: invocations: got "y", expected a number that is 0 or more',
      'm.csv:5: got 1 fields, expected 6, as many as there are columns',
    ]);
    const many = faultsOf(HEADER, ...Array.from({ length: 30 }, () => 'x'));
    expect([many.length, many.at(-1)]).toEqual([21, 'and 10 more']);
  });

  it('is one whose longer time has more than the shorter one', () => {
    const over = TIMES.map((time) => `over_${time}`).join(',');
    const header = `minute,side,invocations,errors,${over}`;
    const text = [
      header,
      `2026-11-01T10:00Z,canary,9,0,9,8,8,8,8,8,8,8,8`,
      `2026-11-01T10:00Z,production,9,0,9,8,9,8,8,8,8,8,8`,
    ];
    expect(() => minutesInFile(text.join('\n'), 'm.csv', { ...DEFAULT_COMPARE, slowness: 1 })).toThrow(
      'm.csv:3: over_20: got 9, expected at most the 8 of over_9',
    );
  });
});

describe('a file that cannot be judged', () => {
  it.each([
    [[], 'm.csv is empty; expected a line with the names of the columns'],
    [[HEADER], 'm.csv has no request of canary: there is nothing to compare'],
    [[HEADER, BOTH[0] ?? ''], 'm.csv has no request of production: there is nothing to compare'],
    [[HEADER, BOTH[1] ?? ''], 'm.csv has no request of canary: there is nothing to compare'],
    [['minute,side,invocations'], 'm.csv:1: got no column errors, expected one'],
    [[`${HEADER},errors`], 'm.csv:1: got the column errors twice, expected it once'],
    [['minute,side,invocations,errors,answers'], 'm.csv:1: got the column answers without 5xx, expected both'],
    [
      [`${HEADER},error`],
      'm.csv:1: got the column "error", expected one of minute, side, invocations, errors, answers, 5xx or ' +
        'over_<ms>; did you mean errors?',
    ],
    [
      [HEADER, ...BOTH, '2025-11-01T10:00Z,canary,1,0,1,0'],
      'm.csv goes from 2025-11-01T10:00Z to 2026-11-01T10:00Z, expected at most 15 days',
    ],
  ])('%j is refused by name', (lines, words) => {
    expect(faultsOf(...lines)).toEqual([words]);
  });

  it('lacks a time by which one side is counted, and is told which', () => {
    expect(faultsOf(`${HEADER},${TIMES.map((time) => `over_${time}`).join(',')}`)).toEqual([
      'm.csv:1: got no over_6, over_13.5, over_30, over_69, over_154.5, over_346.5, over_778.5, over_1752, ' +
        'over_3940.5, by which canary is counted with slowness 1.5',
    ]);
  });
});
