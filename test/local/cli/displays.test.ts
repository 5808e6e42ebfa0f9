import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Display, Summary } from '../../../local/cli/display.ts';
import type { Standing } from '../../../local/cli/standing.ts';
import { jsonDisplay } from '../../../local/cli/json-display.ts';
import { plainDisplay } from '../../../local/cli/plain-display.ts';
import { screenDisplay } from '../../../local/cli/screen-display.ts';
import type { Scenario } from '../../../local/scenarios/scenario.ts';

const START = Date.UTC(2026, 0, 5, 9, 0, 0);
const scenario: Scenario = {
  name: 'healthy',
  story: 'All is well.',
  candidate: '2.0.0',
  expect: { ending: 'promoted', status: 'SUCCEEDED', candidateMeetsUsers: true, candidateHealthy: true },
};
const versions = [
  {
    version: '1',
    release: '1.0.0',
    requests: 9012,
    failures: 0,
    p50: 2,
    p99: 9.5,
    firstAt: START,
    lastAt: START,
    firstFailureAt: undefined,
  },
];
const standing: Standing = {
  at: START + 390_000,
  startedAt: START,
  state: 'Bake at 10%',
  canaryWeight: 10,
  alarms: new Map([
    ['canary-errors-Shop', 'OK'],
    ['canary-5xx-Shop', 'ALARM'],
    ['production-errors-Shop', 'INSUFFICIENT_DATA'],
  ]),
  traffic: { sent: 9012, answered: 9012, unanswered: 0, firstBreak: undefined, skipped: 0, versions },
  releases: new Map([['1', '1.0.0']]),
  secondsLeft: 1601,
  done: { state: 0.5, rollout: 0.2 },
};
const CAUSE =
  'version 2 was rolled back: alarm canary-errors-Shop is on since 2026-01-05T14:38:02.000Z: Threshold ' +
  'Crossed: 1 datapoint [38.0 (05/01/26 14:36:00)] was greater than the threshold (5.0).';
const own = { at: standing.at, execution: 'e1', own: true } as const;
const summary: Summary = {
  scenario,
  ok: false,
  findings: [
    { ok: true, text: 'weights 100/0' },
    { ok: false, text: 'a request failed' },
  ],
  cause: CAUSE,
  standing,
  simulatedSeconds: 2050,
  wallSeconds: 36.4,
};

function play(make: (write: (text: string) => void) => Display): string {
  let written = '';
  const display = make((text) => (written += text));
  display.begin({ scenario, speed: 60, rps: 400 });
  display.happened({ kind: 'weights', at: standing.at, production: 90, canary: 10 }, standing);
  display.happened(
    {
      kind: 'answered',
      ...own,
      state: 'Check alarms at 10%',
      message:
        '10 %: unhealthy, alarm canary-errors-Shop is on since 14:38:02Z, said ' +
        '55beb938-f268-4da8-a891-d89e648fb5a5; baking 30 of 300 s',
    },
    standing,
  );
  display.stand(standing);
  display.stand(standing);
  display.stand({ ...standing, at: standing.at + 30_000 });
  display.finish(summary);
  display.stop();
  return written;
}

test('plain: one line for each noteworthy thing, with simulated time since the start, then the verdict', () => {
  expect(play(plainDisplay).split('\n')).toEqual([
    '',
    'Scenario healthy: All is well.',
    'One second here is a minute there; 400 requests a second come in. Times are since the execution started.',
    'First the stack is synthesized and deployed twice, which takes a few seconds.',
    '',
    '+06:30  Weights                              [#---------] canary 10 %, production 90 %',
    '+06:30  Check alarms at 10%                  10 %: unhealthy, alarm canary-errors is on since ' +
      '14:38:02Z, said 55beb938;',
    '                                             baking 30 of 300 s',
    '          requests so far                    1.0.0 9,012 (0 failed); 26:41 left',
    '',
    '        1.0.0 (version 1)               9,012 requests        0 failed   half within 2.0 ms, 99 % within 9.5 ms',
    '',
    '        because: version 2 was rolled back: alarm canary-errors-Shop is on since ' +
      '2026-01-05T14:38:02.000Z: Threshold',
    '                 Crossed: 1 datapoint [38.0 (05/01/26 14:36:00)] was greater than the threshold (5.0).',
    '',
    '        ok  weights 100/0',
    '        no  a request failed',
    '',
    '        Scenario healthy did not go as it should: 34:10 there, 36 s here.',
    '',
    '',
  ]);
});

test('json: every line is an event, progress at most once a simulated minute', () => {
  const events = play(jsonDisplay)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ event }) => event)).toEqual([
    'begin',
    'weights',
    'answered',
    'progress',
    'finding',
    'finding',
    'summary',
  ]);
  expect(events[1]).toEqual({
    event: 'weights',
    time: '2026-01-05T09:06:30.000Z',
    elapsed: 390,
    production: 90,
    canary: 10,
  });
  expect(events[3]).toMatchObject({
    state: 'Bake at 10%',
    weights: { production: 90, canary: 10 },
    alarmsOn: ['canary-5xx-Shop'],
    secondsLeft: 1601,
    versions: [{ version: '1', release: '1.0.0', requests: 9012, failures: 0 }],
  });
  expect(events[6]).toMatchObject({ scenario: 'healthy', ok: false, simulatedSeconds: 2050 });
});

const UP = (lines: number) => `\u001B[${lines}A`;
const linesOf = (text = '') => stripVTControlCharacters(text).split('\n').slice(0, -1);

test('screen: below the story stand time left, bars, weight, versions and alarms, within 80 columns', () => {
  const [, drawn] = play((write) => screenDisplay(write, () => ({ columns: 80, rows: 24 }))).split(UP(7));
  expect(linesOf(drawn)).toEqual([
    '+06:30  Check alarms at 10%         10 %: unhealthy, alarm canary-errors is on',
    '                                    since 14:38:02Z, said 55beb938; baking 30',
    '                                    of 300 s',
    '',
    '+06:30  Bake at 10%                 ██████████░░░░░░░░░░ 26:41 left in all',
    '        rollout                     ████░░░░░░░░░░░░░░░░ 20 %',
    '        canary                      ██░░░░░░░░░░░░░░░░░░ 10 % of the requests',
    '        1.0.0 (version 1)               9,012 requests        0 failed',
    '        canary alarms:     errors OK, 5xx ALARM',
    '        production alarms: errors no data',
  ]);
});

test('screen: what stands is drawn over itself, only when it changed, and the cursor comes back', () => {
  const written: string[] = [];
  play(() =>
    screenDisplay(
      (text) => written.push(text),
      () => ({ columns: 200, rows: 50 }),
    ),
  );
  expect(written[0]).toBe('\u001B[?25l');
  expect(written.at(-1)).toBe('\u001B[?25h');
  // What begins; two happenings; one change of what stands, the same before it is not drawn again; the summary.
  expect(written.slice(1, -1).map((text) => text.startsWith(UP(7)))).toEqual([false, false, true, true, true]);
});

test('screen: a line that the terminal is too narrow for is cut, for a wrapped one could not be drawn over', () => {
  const [, drawn] = play((write) => screenDisplay(write, () => ({ columns: 40, rows: 24 }))).split(UP(7));
  for (const line of linesOf(drawn).slice(-7)) expect(line.length).toBeLessThan(40);
});

test('screen: never draws more lines than it can reach again', () => {
  const written = play((write) => screenDisplay(write, () => ({ columns: 80, rows: 5 })));
  expect(written).toContain(UP(4));
  expect(written).not.toContain(UP(5));
});

test('screen: lines that a terminal made narrower has wrapped are counted as it shows them', () => {
  let columns = 80;
  let written = '';
  const display = screenDisplay(
    (text) => (written += text),
    () => ({ columns, rows: 24 }),
  );
  display.stand(standing);
  columns = 40;
  display.stand({ ...standing, at: standing.at + 30_000 });
  // The empty line is one; those of 74, 61, 77, 70, 47 and 41 characters now take two each.
  expect(written).toContain(UP(13));
});
