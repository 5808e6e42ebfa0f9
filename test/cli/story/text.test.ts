import { expect, test } from 'vitest';
import { commonEnding, shortNames } from '../../../cli/story/short-names.ts';
import { plainBar, wrap } from '../../../cli/story/text.ts';

test('a text is wrapped at spaces, and a word longer than a line is cut', () => {
  expect(wrap('production has every request again', 16)).toEqual(['production has', 'every request', 'again']);
  expect(wrap('at 0123456789', 5)).toEqual(['at', '01234', '56789']);
  expect(wrap('', 5)).toEqual(['']);
});

test('a plain bar has ten parts', () => {
  expect([0, 10, 34, 100].map(plainBar)).toEqual(['[----------]', '[#---------]', '[###-------]', '[##########]']);
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
