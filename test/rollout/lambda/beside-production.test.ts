import { describe, expect, it } from 'vitest';
import { answersWell, enough, toldOf, type Asked, type Try } from '../../../rollout/lambda/beside-production.ts';

const answer = (statusCode: number, body: string = '{"a":1}'): Asked => ({
  executedVersion: '7',
  payload: { statusCode, body },
});
const base64 = (text: string): Asked => ({
  executedVersion: '7',
  payload: { statusCode: 200, body: Buffer.from(text).toString('base64'), isBase64Encoded: true },
});
const threw = (errorMessage: string, more: object = {}): Asked => ({
  executedVersion: '7',
  functionError: 'Unhandled',
  payload: { errorType: 'Error', errorMessage, ...more },
});
const THREW = threw('no database');
const LATE: Asked = undefined;
const pair = (canary: Asked, production: Asked): Try => ({ canary, production });
/** At a place that takes 119 characters. */
const deep = (value: object) =>
  answer(200, JSON.stringify({ ['n'.repeat(39)]: { ['m'.repeat(39)]: { ['o'.repeat(39)]: value } } }));
const FINE = pair(answer(200), answer(200));
const WORSE = pair(answer(503), answer(200));
const BROKEN = pair(answer(200), answer(500));

const told = (tries: readonly Try[], values = false) => toldOf({ path: '/orders', values }, '7', tries);
const gone = (length: number) => told([pair(deep({}), deep({ ['p'.repeat(length)]: 1 }))]);

describe('the tries of one GET', () => {
  it.each<[enough: boolean, name: string, tries: readonly Try[]]>([
    [false, 'none', []],
    [true, 'one that was fine', [FINE]],
    [true, 'one in which production failed', [BROKEN]],
    [false, 'one in which the canary alone failed', [WORSE]],
    [true, 'two of those', [WORSE, WORSE]],
    [false, 'one of each', [WORSE, FINE]],
    [false, 'one of each, the other way', [WORSE, BROKEN]],
    [true, 'three', [WORSE, FINE, FINE]],
  ])('are enough (%s): %s', (expected, _, tries) => {
    expect(enough(tries)).toBe(expected);
  });
});

describe('a canary that alone fails', () => {
  it.each<[string, tries: readonly Try[], message: string]>([
    ['twice in a row', [WORSE, WORSE], 'GET /orders gets 503 from version 7 and 200 from production, in 2 of 2 tries'],
    [
      'in two of three',
      [WORSE, FINE, WORSE],
      'GET /orders gets 503 from version 7 and 200 from production, in 2 of 3 tries',
    ],
    [
      'by an exception',
      [pair(THREW, answer(404)), pair(THREW, answer(404))],
      'GET /orders gets an exception (no database) from version 7 and 404 from production, in 2 of 2 tries',
    ],
    [
      'by no answer',
      [pair(LATE, answer(200)), pair(LATE, answer(200))],
      'GET /orders gets no answer within 6 s from version 7 and 200 from production, in 2 of 2 tries',
    ],
    [
      'by an answer that VPC Lattice does not take',
      [pair({ executedVersion: '7', payload: 'hello' }, answer(200)), WORSE],
      'GET /orders gets something that is not a VPC Lattice response with a statusCode from version 7 and 200 from ' +
        'production, in 2 of 2 tries',
    ],
    [
      'by an exception that has more to say',
      [pair(threw('x'.repeat(201)), answer(200)), WORSE],
      `GET /orders gets an exception (${'x'.repeat(200)}) from version 7 and 200 from production, in 2 of 2 tries`,
    ],
  ])('%s is refused', (_, tries, message) => {
    expect(() => told(tries)).toThrow(expect.objectContaining({ name: 'SmokeTestFailed', message }));
  });

  it('in one of three is told and not refused', () => {
    expect(told([WORSE, FINE, FINE])).toBe('GET /orders: 503 in one of 3 tries where production was fine');
    expect(told([WORSE])).toBe('GET /orders: 503 in one of 1 tries where production was fine');
  });
});

describe('a production that fails', () => {
  it.each<[string, tries: readonly Try[], words: string]>([
    ['by status', [BROKEN], 'GET /orders: production itself has 500, the canary 200'],
    ['as the canary does', [pair(answer(500), answer(500))], 'GET /orders: production itself has 500, the canary 500'],
    [
      'by an exception',
      [pair(LATE, THREW)],
      'GET /orders: production itself has an exception (no database), the canary no answer within 6 s',
    ],
    [
      'after the canary did',
      [WORSE, BROKEN, BROKEN],
      'GET /orders: 503 in one of 3 tries where production was fine, production itself has 500, the canary 200',
    ],
  ])('%s is told and not held against the canary', (_, tries, words) => {
    expect(told(tries)).toBe(words);
  });
});

describe('an answer', () => {
  it.each<[well: boolean, what: string, asked: Asked]>([
    [true, 'below 500', answer(499)],
    [false, 'of 500', answer(500)],
    [false, 'that did not come', LATE],
    [false, 'of a function that threw, whatever it says', threw('no', { statusCode: 200 })],
    [false, 'that VPC Lattice does not take', { executedVersion: '7', payload: 'hello' }],
  ])('is a good one (%s) %s', (well, _, asked) => {
    expect(answersWell(asked)).toBe(well);
  });
});

describe('two answers below 500', () => {
  it.each<[string, canary: Asked, words: string]>([
    ['of the same shape', answer(200, '{"a":2}'), 'as production'],
    ['of another shape', answer(200, '{"a":"2"}'), 'a string instead of number'],
    ['of another status', answer(404), 'status 404 instead of 200'],
    ['of which one is no JSON any more', answer(200, '<html>'), 'JSON no longer'],
    ['of which one is encoded', base64('{"a":2,"b":3}'), 'b new'],
    ['of which one is very long', answer(200, `"${'x'.repeat(200_000)}"`), 'a body too long to compare'],
    ['of which one is as long as may be', answer(200, `"${'x'.repeat(199_998)}"`), 'the body string instead of object'],
    ['that differ in five', answer(200, '{"b":1,"c":1,"d":1,"e":1}'), 'a gone, b new, c new, d new, e new'],
    [
      'that differ in much',
      answer(200, '{"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}'),
      'a gone, b new, c new, d new, e new, and 2 more',
    ],
  ])('%s', (_, canary, words) => {
    expect(told([pair(canary, answer(200))])).toBe(`GET /orders: ${words}`);
  });

  it('are told in at most 160 characters a difference', () => {
    expect(gone(35)).toMatch(/^GET \/orders: n{39}\.m{39}\.o{39}\.p{35} gone$/);
    expect(gone(36)).toMatch(/^GET \/orders: n{39}\.m{39}\.o{39}\.p{36} go…$/);
  });

  it('have their values told only where the plan says so', () => {
    const tries = [pair(answer(200, '{"a":2}'), answer(200))];
    expect(told(tries)).toBe('GET /orders: as production');
    expect(toldOf({ path: '/orders' }, '7', tries)).toBe('GET /orders: as production');
    expect(told(tries, true)).toBe('GET /orders: a 2 instead of 1');
  });

  it('that are no JSON are taken to be alike', () => {
    expect(told([pair(answer(200, 'Hello'), answer(200, 'Hallo'))], true)).toBe('GET /orders: as production');
    expect(told([pair(answer(200), answer(200, 'Hallo'))])).toBe('GET /orders: JSON now');
  });
});
