import { expect, test } from 'vitest';
import { commonEnding, shortNames } from '../../../cli/story/short-names.ts';
import {
  clockTime,
  duration,
  headline,
  plainBar,
  releaseName,
  sinceStart,
  timeOfDay,
  wrap,
} from '../../../cli/story/text.ts';

test('a text is wrapped at spaces, and a word longer than a line is cut', () => {
  expect(wrap('production has every request again', 16)).toEqual(['production has', 'every request', 'again']);
  expect(wrap('at 0123456789', 5)).toEqual(['at', '01234', '56789']);
  expect(wrap('', 5)).toEqual(['']);
});

test('a plain bar has ten parts', () => {
  expect([0, 10, 34, 100].map(plainBar)).toEqual(['[----------]', '[#---------]', '[###-------]', '[##########]']);
});

test.each([
  [0, '00:00', '0:00'],
  [8.9, '00:08', '0:08'],
  [750, '12:30', '12:30'],
  [3_723, '1:02:03', '1:02:03'],
  [36_000, '10:00:00', '10:00:00'],
])('%d seconds are %s in a terminal and %s on a page', (seconds, terminal, page) => {
  expect([clockTime(seconds), duration(seconds * 1000)]).toEqual([terminal, page]);
});

test('times are since the start, before it, and of the day', () => {
  expect([sinceStart(391_000, 1_000), sinceStart(0, 12_000), duration(-5)]).toEqual(['+06:30', '-00:12', '0:00']);
  expect(timeOfDay(Date.UTC(2026, 0, 5, 19, 35, 2, 900))).toBe('19:35:02');
});

test('a headline is the first line, cut where it is too long', () => {
  expect([headline('a\nb'), headline('abcdef', 4), headline('')]).toEqual(['a', 'abc…', '']);
});

test('a release is called by its label, or by its version where it has none', () => {
  expect([releaseName('2', '2.0.0'), releaseName('2'), releaseName('2', '')]).toEqual([
    '2.0.0',
    'version 2',
    'version 2',
  ]);
});

const alarms = ['canary-lambda-errors-My-Shop', 'canary-5xx-My-Shop', 'production-5xx-My-Shop'];

test('alarms lose what all their names end with', () => {
  expect(commonEnding(alarms)).toBe('-My-Shop');
  expect(shortNames('alarm canary-5xx-My-Shop is on, stack-My-Shop is not one', alarms)).toBe(
    'alarm canary-5xx is on, stack-My-Shop is not one',
  );
});

test('alarms that share no ending keep their names, and so does a single one', () => {
  expect(commonEnding(['canary-errors', 'canary-duration'])).toBe('');
  expect(commonEnding(['canary-errors-Shop'])).toBe('');
  expect(commonEnding([])).toBe('');
});

test('executions are known by the first 8 characters of their names', () => {
  expect(shortNames('55beb938-f268-4da8-a891-d89e648fb5a5 no longer holds the claim', [])).toBe(
    '55beb938 no longer holds the claim',
  );
  expect(shortNames('release-7 no longer holds the claim', [])).toBe('release-7 no longer holds the claim');
});
