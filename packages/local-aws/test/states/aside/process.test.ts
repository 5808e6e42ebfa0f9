import jsonata from 'jsonata';
import { describe, expect, onTestFinished, test } from 'vitest';
import { wallClock } from '../../../src/core/clock.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { ExpressionProcess } from '../../../src/states/aside/process.ts';
import { registerFunctions } from '../../../src/states/functions.ts';
import { temporaryFolder } from '../../../src/testing/folder.ts';
import { stopwatch } from '../../../src/testing/stopwatch.ts';
import { outcomeOf } from '../../../src/states/outcome.ts';

const NOW = Date.UTC(2026, 0, 5, 9, 0, 0);
const CATASTROPHE = '$contains($text, /^(a+)+$/)';
const bindings = { text: `${'a'.repeat(40)}!`, list: [3, 1, 2], order: { id: 'x', lines: [{ price: 2 }] } };

function aProcess(deadlineMs = 5_500): ExpressionProcess {
  const { path, remove } = temporaryFolder();
  const aside = new ExpressionProcess({ outDir: path, deadlineMs });
  onTestFinished(() => aside.close().then(remove));
  return aside;
}

function evaluator(deadlineMs?: number) {
  const aside = aProcess(deadlineMs);
  return (text: string, more: object = {}) =>
    aside.evaluate({ text, bindings: { ...bindings, ...more }, now: NOW, seed: 7 });
}

/** As it ends where it is evaluated at once. */
async function here(text: string) {
  const expression = jsonata(text, { timeout: 5_000, stack: 500 });
  registerFunctions(expression, { clock: { now: () => NOW }, random: seededRandom(7) });
  return outcomeOf(expression, bindings);
}

test.each([
  '$list[$ > 1]',
  '$list^($)',
  "$order.lines.{'twice': price * 2}",
  '$map($list, function($n) { {"n": $n} })',
  '$match("ab12", /[0-9]+/)',
  '[$now(), $millis(), $random(), $uuid()]',
  '$missing',
  'function($x) { $x }',
  '{"f": $sum}',
  '[1 / 0]',
  "1 + 'a'",
  '$nonesuch()',
  "$error('stop here')",
  '($f := function($n) { 1 + $f($n + 1) }; $f(0))',
])('ends as it does at once: %s', async (text) => {
  expect(await evaluator()(text)).toEqual(await here(text));
});

describe('what does not end by itself', () => {
  const ended = { kind: 'threw', why: expect.stringContaining('D1012: Evaluation timeout after 5000 milliseconds') };

  test('is stopped, whatever it does, while everybody else goes on', async () => {
    const evaluate = evaluator(1_000);
    let turns = 0;
    const stopped = evaluate(CATASTROPHE).then((outcome) => [outcome, turns]);
    const others = [evaluate('$list[0]'), evaluate('$list[1]')];
    while (turns < 10) {
      await wallClock.sleep(20);
      turns++;
    }
    expect((await stopped)[0]).toEqual(ended);
    expect((await stopped)[1]).toBe(10);
    expect(await Promise.all(others)).toEqual([
      { kind: 'value', value: 3 },
      { kind: 'value', value: 1 },
    ]);
    for (const text of ['($f := function($n) { $f($n + 1) }; $f(0))', '$distinct([1..200000])'])
      expect(await evaluate(text)).toEqual(ended);
  });

  test('ends with the cloud, at once', async () => {
    const aside = aProcess();
    const request = { bindings, now: NOW, seed: 1 };
    const running = aside.evaluate({ ...request, text: CATASTROPHE });
    const waiting = aside.evaluate({ ...request, text: '$list[0]' });
    await wallClock.sleep(300);
    const took = stopwatch();
    await aside.close();
    const closed = { kind: 'threw', why: 'the local cloud was closed' };
    expect(await Promise.all([running, waiting])).toEqual([closed, closed]);
    expect(took()).toBeLessThan(1_000);
  });
});

test.each<[what: string, text: string, why: RegExp]>([
  ['memory', '$map([1..500], function($i) { {"a": [1..1000000]} })', /more than 512 MB of memory|D1012/],
  ['a large value', '[1..2000000]', /characters of JSON/],
  [
    'a value that is large outside',
    '($f := function($a, $n) { $n = 0 ? $a : $f({"a": $a, "b": $a}, $n - 1) }; $f(1, 20))',
    /characters of JSON/,
  ],
])('%s is bounded', async (_what, text, why) => {
  const evaluate = evaluator();
  const whyNot = async () => {
    const outcome = await evaluate(text);
    return outcome.kind === 'threw' ? outcome.why : 'it has a value';
  };
  let said = await whyNot();
  // A busy machine may run out of time before it runs out of room: then there is another try.
  while (said.includes('Evaluation timeout') && !why.test(said)) said = await whyNot();
  expect(said).toMatch(why);
  expect(await evaluate('$list[0]')).toEqual({ kind: 'value', value: 3 });
});

test('what is nested too deeply to be handed over is said to be', async () => {
  const nested: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(await evaluator()('$list[0]', { nested })).toMatchObject({ kind: 'threw' });
});
