import { describe, expect, it } from 'vitest';
import { type ComparedMinute, factorsOf, TIMES } from '../../../rollout/lambda/minutes.ts';
import { type Compare, DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import type { Stage } from '../../../verify/memory/service.ts';
import { baking } from '../../handlers/support/stages.ts';
import { FakeCloud } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';
import { type Counts, minutesFrom, side, times } from './traffic.ts';

interface Said {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly next: string;
}

/** Invocations and everything else are there, but the errors of so many. */
const proven = (requests: number, bad: number, missing: number) =>
  side([requests, bad], {
    proof: {
      errorSamples: requests - missing,
      timeSamples: requests - missing,
      otherAnswers: requests - bad - missing,
    },
  });
/** By each factor that any of the plans reads. */
const slow = (requests: number, beyond: (time: number) => number) => {
  const slower = (factor: number) => TIMES.map((time) => Math.round(requests * Math.min(1, beyond(time * factor))));
  return side([requests, 0], {
    slower: slower(1),
    slowerByFactor: Object.fromEntries(factorsOf(TAILED).map((factor) => [factor, slower(factor)])),
  });
};

/** Half of the requests take longer than 40 ms, one in 200 longer than 231. */
const usual = (time: number): number => 1 / (1 + (time / 40) ** 3);

type Traffic = (first: Date) => readonly ComparedMinute[];

const counts =
  (...all: [Counts, Counts][]): Traffic =>
  (first) =>
    minutesFrom(first, ...all);

const beside = (canary: Counts): [Counts, Counts] => [canary, [4050, 8]];

const TRAFFIC: Readonly<Record<string, Traffic>> = {
  'a healthy canary': counts(...times(8, beside([450, 1]))),
  'no request at first': counts(
    [
      [0, 0],
      [4050, 8],
    ],
    [
      [300, 0],
      [4050, 8],
    ],
  ),
  'too few requests': counts(
    [
      [7, 0],
      [70, 0],
    ],
    [
      [5, 0],
      [70, 0],
    ],
  ),
  'errors from the third minute on': counts(...times(2, beside([450, 1])), ...times(6, beside([450, 30]))),
  'slow answers': (first) =>
    minutesFrom(first, ...times(9, beside([450, 0]))).map((minute) => ({
      ...minute,
      canary: slow(450, (time) => 90 / time),
      production: slow(4050, (time) => 12 / time),
    })),
  'a slow tail': (first) =>
    minutesFrom(first, ...times(12, beside([4500, 0]))).map((minute) => ({
      ...minute,
      canary: slow(4500, (time) => 0.98 * usual(time) + 0.02 * usual(time / 5)),
      production: slow(40_500, usual),
    })),
  'errors in minutes that are never whole': (first) =>
    minutesFrom(first, ...times(12, beside([450, 30]))).map((minute) => ({
      ...minute,
      canary: proven(450, 30, 40),
      production: proven(4050, 8, 0),
    })),
  'answers that nobody counts': (first) =>
    minutesFrom(first, ...times(5, beside([450, 1]))).map((minute) => ({
      ...minute,
      canary: side([450, 1], { requests: 0, serverErrors: 0 }),
      production: side([4050, 8], { requests: 0, serverErrors: 0 }),
    })),
  'times that CloudWatch does not count': (first) =>
    minutesFrom(first, ...times(4, beside([450, 1]))).map((minute) => ({
      ...minute,
      withoutTimes: true,
    })),
  'counts of its own that are no numbers, and then bad': (first) =>
    minutesFrom(first, ...times(7, beside([450, 1]))).map((minute, i) => ({
      ...minute,
      canary: { ...minute.canary, counted: [{ requests: i === 0 ? Number.NaN : 450, bad: i < 3 ? 0 : 40 }] },
      production: { ...minute.production, counted: [{ requests: 4050, bad: i === 1 ? Infinity : 8 }] },
    })),
};

const TAILED: Compare = { ...DEFAULT_COMPARE, tailShare: 0.001 };
const METRIC = (alias: string) => ({
  namespace: 'Shop',
  metricName: 'Checkouts',
  canary: { alias: `canary${alias}` },
  production: { alias: `production${alias}` },
});
const PLAN = {
  ...DEFAULT_COMPARE,
  metrics: [{ noun: 'failed checkouts', bad: METRIC('-bad'), all: METRIC('') }],
};
/** A condemned minute ends both; nothing else does while it bakes. */
const LONG = { settleSeconds: 0, bakeSeconds: 86_400, minRequests: 19, alarms: [] };

/** What checks say, one after each minute. */
async function checks(stage: Stage, traffic: Traffic, compare: object) {
  const { a, pass, shiftedAt, world } = await baking(stage);
  const first = new Date(shiftedAt);
  const minutes = traffic(first);
  const said: Said[] = [];
  for (const { start } of minutes) {
    const over = start.getTime() + 60_000;
    pass((over - world.now().getTime()) / 1000);
    world.minutes = (_from, to, proof) =>
      minutes
        .filter((minute) => minute.start.getTime() + 60_000 <= to.getTime())
        .map((minute) => (proof ? minute : unproven(minute)));
    const result = await a.check({
      ...LONG,
      shiftedAt: first.toISOString(),
      compare: { ...DEFAULT_COMPARE, ...compare, firstShiftedAt: first.toISOString() },
    });
    said.push({ verdict: result.verdict, reasons: result.reasons, next: result.next });
    if (result.next === 'roll back') break;
  }
  return { minutes, said };
}

function unproven({ canary, production, ...minute }: ComparedMinute): ComparedMinute {
  const [{ proof: _, ...one }, { proof: _other, ...other }] = [canary, production];
  return { ...minute, canary: one, production: other };
}

const name = (time: Date) => `${time.toISOString().slice(0, 16)}Z`;

/** What `judge` says of the same minutes. */
async function judged(
  minutes: readonly ComparedMinute[],
  compare: object,
  read: (from: Date, to: Date) => readonly ComparedMinute[] = () => minutes,
) {
  const cloud = new FakeCloud();
  cloud.compared = ([from, to]) => read(from, to);
  const first = minutes[0]?.start ?? new Date(0);
  const last = minutes.at(-1)?.start ?? new Date(0);
  cloud.nowAt = last.getTime() + 60_000;
  const files = { 'plan.json': JSON.stringify({ compare }) };
  const line = `judge --json --plan plan.json --from ${name(first)} --to ${name(new Date(cloud.nowAt))}`;
  const { err, out } = await run(line, { cloud, files });
  expect(err).toBe('');
  const { minutes: looks, would } = JSON.parse(out) as {
    minutes: readonly { readonly verdict: string; readonly reasons: readonly string[] }[];
    would: string;
  };
  return { looks: looks.map(({ verdict, reasons }) => ({ verdict, reasons })), would };
}

/** By what all plans compare, and by one alone. */
const CONDEMNED = ['errors from the third minute on', 'slow answers'];
const CONDEMNED_BY: ReadonlyMap<object, string> = new Map([
  [PLAN, 'counts of its own that are no numbers, and then bad'],
  [TAILED, 'a slow tail'],
]);

describe('judge and check on the same minutes', () => {
  const plans = {
    'the default plan': DEFAULT_COMPARE,
    'a plan with counts of its own': PLAN,
    'a plan with a tail': TAILED,
  };
  const cases = Object.keys(TRAFFIC).flatMap((name) =>
    Object.entries(plans).map(([of, plan]) => [name, of, plan] as const),
  );

  it.each(cases)('say the same of %s, by %s, and roll back at the same minute', async (name, _, compare) => {
    const { minutes, said } = await checks('at 10', TRAFFIC[name] ?? counts(), compare);
    const { looks, would } = await judged(minutes, compare);
    const condemned = [...CONDEMNED, CONDEMNED_BY.get(compare)].includes(name);
    expect(said.at(-1)?.next).toBe(condemned ? 'roll back' : 'keep baking');
    expect(looks).toEqual(said.map(({ verdict, reasons }) => ({ verdict, reasons })));
    expect(would === 'roll back').toBe(condemned);
  });

  it.each([
    ['come five at a time', 5, 0, 'advance'],
    ['come one by one', 5, 5, 'roll back'],
  ])('say the same where bad requests of the hours before %s', async (_, one, other, next) => {
    const { a, pass, shiftedAt, world } = await baking('at 10');
    const first = new Date(Math.floor(Date.parse(shiftedAt) / 60_000) * 60_000);
    const minutes = minutesFrom(
      first,
      ...[10, 5, 10, 5].map((bad): [Counts, Counts] => [
        [450, bad],
        [4050, 5],
      ]),
    );
    const before = times(90, [one, other]).flat();
    const hours = minutesFrom(
      new Date(first.getTime() - 3 * 3_600_000),
      ...before.map((bad): [Counts, Counts] => [
        [0, 0],
        [4500, bad],
      ]),
    );
    const read = (from: Date, to: Date) =>
      [...hours, ...minutes].filter(({ start }) => start >= from && start.getTime() + 60_000 <= to.getTime());
    world.minutes = read;
    const args = {
      compare: { ...DEFAULT_COMPARE, firstShiftedAt: first.toISOString() },
      shiftedAt: first.toISOString(),
    };
    const said: Said[] = [];
    for (let minute = 1; minute <= 4 && said.at(-1)?.next !== 'roll back'; minute += 1) {
      pass((first.getTime() + minute * 60_000 - world.now().getTime()) / 1000);
      const { next: does, reasons, verdict } = await a.check({ ...LONG, bakeSeconds: minute < 4 ? 999 : 0, ...args });
      said.push({ next: does, reasons, verdict });
    }
    const { looks, would } = await judged(minutes, DEFAULT_COMPARE, read);
    expect(said.at(-1)?.next).toBe(next);
    expect(would).toBe(next);
    expect(looks).toEqual(said.map(({ reasons, verdict }) => ({ verdict, reasons })));
  });

  it.each([
    [40, 8, 'roll back'],
    [1, 8, 'advance'],
    // Production had such hours itself.
    [40, 900, 'advance'],
  ])('say the same where production is gone, %d a minute are bad, and %d were before', async (bad, past, next) => {
    const { a, pass, world, ...at100 } = await baking('at 100');
    const shift = new Date(Math.ceil(Date.parse(at100.shiftedAt) / 60_000) * 60_000);
    const shiftedAt = shift.toISOString();
    const firstShift = new Date(shift.getTime() - 5 * 60_000);
    const before = times(5, beside([450, 1]));
    const minutes = minutesFrom(
      firstShift,
      ...before,
      ...times(6, [
        [450, bad],
        [0, 0],
      ] as [Counts, Counts]),
    );
    const said: Said[] = [];
    const hours = new Date(firstShift.getTime() - 3 * 3_600_000);
    const all = [
      ...minutesFrom(
        hours,
        ...times(180, [
          [0, 0],
          [4050, past],
        ] as [Counts, Counts]),
      ),
      ...minutes,
    ];
    const read = (from: Date, to: Date) =>
      all.filter(({ start }) => start.getTime() + 60_000 > from.getTime() && start.getTime() + 60_000 <= to.getTime());
    world.minutes = read;
    const args = { compare: { ...DEFAULT_COMPARE, firstShiftedAt: firstShift.toISOString() }, shiftedAt };
    for (let minute = 1; minute <= 6 && said.at(-1)?.next !== 'roll back'; minute += 1) {
      pass((shift.getTime() + minute * 60_000 - world.now().getTime()) / 1000);
      const { next: does, reasons, verdict } = await a.check({ ...LONG, bakeSeconds: minute < 6 ? 999 : 0, ...args });
      said.push({ next: does, reasons, verdict });
    }
    const { looks, would } = await judged(minutes, DEFAULT_COMPARE, read);
    expect(said.at(-1)?.next).toBe(next);
    expect(would).toBe(next);
    expect(looks.slice(5)).toEqual(said.map(({ reasons, verdict }) => ({ verdict, reasons })));
  });
});
