import { describe, expect, it } from 'vitest';
import type { Count } from '../../rollout/evidence/counts.ts';
import type { AliasMinute, ComparedMinute, Proof } from '../../rollout/lambda/minutes.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/plan.ts';
import { baking } from './support/stages.ts';

function compare(firstShiftedAt: string) {
  return { ...DEFAULT_COMPARE, firstShiftedAt };
}

function side(requests: number, errors: number): AliasMinute {
  return { invocations: requests, errors, requests, serverErrors: errors, slower: [], slowerByFactor: [] };
}

/** Of a minute of which the errors of so many invocations are not published yet. */
const proofOf = ({ invocations, requests, serverErrors }: AliasMinute, missing: number): Proof => ({
  errorSamples: invocations - missing,
  timeSamples: invocations - missing,
  otherAnswers: requests - serverErrors - missing,
});

/** From the given time on, a minute each. */
function minutes(
  firstShiftedAt: string,
  ...counts: [canary: [number, number], production: [number, number]][]
): ComparedMinute[] {
  const first = Math.floor(new Date(firstShiftedAt).getTime() / 60_000);
  return counts.map(([canary, production], i) => ({
    start: new Date((first + i) * 60_000),
    canary: side(...canary),
    production: side(...production),
  }));
}

/** A minute in which nothing failed that is always counted, with what else was. */
function counting(shiftedAt: string, canary: readonly Count[], production: readonly Count[]): ComparedMinute[] {
  return minutes(shiftedAt, [
    [300, 0],
    [2700, 0],
  ]).map((minute) => ({
    ...minute,
    canary: { ...minute.canary, counted: canary },
    production: { ...minute.production, counted: production },
  }));
}

describe('check of a canary beside production', () => {
  it('rolls back in the middle of a bake what is worse than production, whatever the alarms say', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () =>
      minutes(
        shiftedAt,
        [
          [450, 20],
          [4000, 8],
        ],
        [
          [452, 17],
          [4110, 8],
        ],
      );
    pass(90 + 60);
    expect(await a.check({ shiftedAt, compare: compare(shiftedAt) })).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
      error: 'CanaryRolledBack',
      reasons: [
        'canary 4.1 % errors (37 of 902) against 0.2 % (16 of 8,110): worse, p < 0.001',
        'canary 4.1 % answers with status 5XX (37 of 902) against 0.2 % (16 of 8,110): worse, p < 0.001',
      ],
    });
  });

  it('counts the requests since the weight settled and compares those since the first shift, in one call', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    const calls: string[] = [];
    world.hook = ({ name, moment }) => void (moment === 'before' && calls.push(name));
    // Shifted at 09:03, settled at 09:04:30: only the minute from 09:05 counts.
    world.minutes = () =>
      minutes(
        shiftedAt,
        [
          [100, 0],
          [900, 1],
        ],
        [
          [100, 0],
          [900, 1],
        ],
        [
          [100, 1],
          [900, 1],
        ],
      );
    pass(90 + 120);
    expect(await a.check({ shiftedAt, minRequests: 19, compare: compare(shiftedAt) })).toMatchObject({
      verdict: 'healthy',
      requests: 100,
      reasons: [
        '100 requests',
        '2 alarms OK',
        'canary 0.33 % errors (1 of 300) against 0.11 % (3 of 2,700): no sign of worse',
      ],
    });
    expect(calls.filter((name) => name.startsWith('minutes'))).toEqual(['minutes.read']);
  });

  it('condemns nobody for what is only half published: it looks again, at what is proven to be all there', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    const calls: string[] = [];
    world.hook = ({ name, moment }) => void (moment === 'before' && calls.push(name));
    const late = minutes(
      shiftedAt,
      [
        [450, 20],
        [4000, 8],
      ],
      [
        [452, 17],
        [4110, 8],
      ],
    );
    // Of production's errors some are still to come.
    world.minutes = (_from, _to, proof) =>
      late.map((minute) =>
        proof === undefined
          ? minute
          : {
              ...minute,
              canary: { ...minute.canary, proof: proofOf(minute.canary, 0) },
              production: { ...minute.production, proof: proofOf(minute.production, 200) },
            },
      );
    pass(90 + 60);
    expect(await a.check({ shiftedAt, minRequests: 0, compare: compare(shiftedAt) })).toMatchObject({
      next: 'keep baking',
      verdict: 'healthy',
      reasons: expect.arrayContaining(['compared without 2 of 2 minutes, which are not all published']),
    });
    expect(calls.filter((name) => name.startsWith('minutes'))).toEqual(['minutes.read', 'minutes.read']);
  });

  it('takes a value that is no number for nothing, and goes on with the others', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    const all = minutes(
      shiftedAt,
      ...Array.from(
        { length: 3 },
        () =>
          [
            [450, 20],
            [4000, 8],
          ] as never,
      ),
    );
    world.minutes = () =>
      all.map((minute, i) =>
        i === 0 ? { ...minute, canary: { ...minute.canary, errors: Number.NaN, serverErrors: Infinity } } : minute,
      );
    pass(90 + 180);
    expect(await a.check({ shiftedAt, compare: compare(shiftedAt) })).toMatchObject({
      verdict: 'unhealthy',
      reasons: [expect.stringContaining('(40 of 900)'), expect.stringContaining('(40 of 900)')],
    });
  });

  const metric = {
    namespace: 'Shop',
    metricName: 'x',
    canary: { alias: 'canary' },
    production: { alias: 'production' },
  };
  const named = (noun: string) => ({ noun, bad: metric, all: metric });

  it('rolls back for what the plan names besides, in the same plain words', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () => counting(shiftedAt, [{ requests: 150, bad: 12 }], [{ requests: 1350, bad: 4 }]);
    pass(90 + 60);
    expect(
      await a.check({ shiftedAt, compare: { ...compare(shiftedAt), metrics: [named('failed checkouts')] } }),
    ).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
      reasons: ['canary 8 % failed checkouts (12 of 150) against 0.3 % (4 of 1,350): worse, p < 0.001'],
    });
  });

  it(
    'tells each time of what the plan names, also where there is nothing of it; and what is bad on both sides ' +
      'condemns nobody',
    async () => {
      const { a, shiftedAt, pass, world } = await baking();
      world.minutes = () =>
        counting(
          shiftedAt,
          [
            { requests: 150, bad: 30 },
            { requests: 0, bad: 0 },
          ],
          [
            { requests: 1350, bad: 280 },
            { requests: 900, bad: 0 },
          ],
        );
      pass(90 + 60);
      expect(
        await a.check({
          shiftedAt,
          minRequests: 0,
          compare: { ...compare(shiftedAt), metrics: [named('failed checkouts'), named('lost carts')] },
        }),
      ).toMatchObject({
        verdict: 'healthy',
        reasons: [
          'no requests',
          '2 alarms OK',
          'canary 0 % errors (0 of 300) against 0 % (0 of 2,700): no sign of worse',
          'canary 20 % failed checkouts (30 of 150) against 21 % (280 of 1,350): no sign of worse, but ' +
            'production is in trouble too',
          'lost carts: nothing to compare',
        ],
      });
    },
  );

  it('bears of what the plan names as much as that says', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () => counting(shiftedAt, [{ requests: 150, bad: 12 }], [{ requests: 1350, bad: 4 }]);
    pass(90 + 60);
    const borne = { ...named('failed checkouts'), tolerance: { ratio: 1.5, margin: 0.08 } };
    expect(await a.check({ shiftedAt, compare: { ...compare(shiftedAt), metrics: [borne] } })).toMatchObject({
      next: 'keep baking',
    });
  });

  it('takes more than all, and less than nothing, for what they can only mean', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () => counting(shiftedAt, [{ requests: 150, bad: -3 }], [{ requests: 1350, bad: 2000 }]);
    pass(90 + 60);
    expect(
      await a.check({
        shiftedAt,
        minRequests: 0,
        compare: { ...compare(shiftedAt), metrics: [named('failed checkouts')] },
      }),
    ).toMatchObject({
      reasons: expect.arrayContaining([
        'canary 0 % failed checkouts (0 of 150) against 100 % (1,350 of 1,350): no sign of worse, but ' +
          'production is in trouble too',
      ]) as string[],
    });
  });

  it('at 100 % judges by what production did before', async () => {
    const { a, shiftedAt, pass, world } = await baking('at 100');
    const earlier = new Date(new Date(shiftedAt).getTime() - 4.5 * 60_000).toISOString();
    const before: [[number, number], [number, number]] = [
      [3000, 3],
      [3000, 3],
    ];
    world.minutes = () =>
      minutes(earlier, before, before, before, before, before, [
        [6000, 300],
        [0, 0],
      ]);
    pass(90 + 60);
    expect(await a.check({ shiftedAt, compare: compare(earlier) })).toMatchObject({
      next: 'roll back',
      reasons: expect.arrayContaining([
        'canary 5 % errors (300 of 6,000) against 0.1 % (15 of 15,000) before: worse, p < 0.001',
      ]) as string[],
    });
  });

  it('advances on too little traffic where the plan says so, with a word about it', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () =>
      minutes(
        shiftedAt,
        ...Array.from({ length: 16 }, (): [[number, number], [number, number]] => [
          [1, 0],
          [9, 0],
        ]),
      );
    pass(90 + 900);
    const args = { shiftedAt, minRequests: 19, compare: compare(shiftedAt) };
    expect(await a.check({ ...args, tooFewRequests: 'advance' })).toMatchObject({
      next: 'advance',
      verdict: 'inconclusive',
      error: '',
      message: expect.stringContaining('(19 needed)') as string,
    });
    expect(await a.check(args)).toMatchObject({ next: 'roll back', error: 'NotEnoughTraffic' });
  });
});
