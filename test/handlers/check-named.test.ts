import { describe, expect, it } from 'vitest';
import type { Count } from '../../rollout/evidence/counts.ts';
import type { ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { compare, minutes } from './support/compared.ts';
import { baking } from './support/stages.ts';

/** Three minutes in which nothing failed that is always counted, with what else was in each. */
function counting(shiftedAt: string, canary: readonly Count[], production: readonly Count[]): ComparedMinute[] {
  const one: [[number, number], [number, number]] = [
    [100, 0],
    [900, 0],
  ];
  return minutes(shiftedAt, one, one, one).map((minute) => ({
    ...minute,
    canary: { ...minute.canary, counted: canary },
    production: { ...minute.production, counted: production },
  }));
}

/** So many minutes in which this was counted of each side. */
const own = (from: Date, canary: Count, production: Count, count: number) =>
  Array.from({ length: count }, (_, i): ComparedMinute => {
    const [minute] = counting(new Date(from.getTime() + i * 60_000).toISOString(), [canary], [production]);
    if (minute === undefined) throw new Error('no minute');
    return minute;
  });

const withoutProduction = (minute: ComparedMinute): ComparedMinute => ({
  ...minute,
  production: { ...minute.production, invocations: 0, requests: 0 },
});

describe('check of what the plan names besides', () => {
  const metric = {
    namespace: 'Shop',
    metricName: 'x',
    canary: { alias: 'canary' },
    production: { alias: 'production' },
  };
  const named = (noun: string) => ({ noun, bad: metric, all: metric });

  it('rolls back for what the plan names besides, in the same plain words', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () => counting(shiftedAt, [{ requests: 50, bad: 4 }], [{ requests: 450, bad: 1 }]);
    pass(90 + 60);
    expect(
      await a.check({ shiftedAt, compare: { ...compare(shiftedAt), metrics: [named('failed checkouts')] } }),
    ).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
      reasons: [
        'canary 8 % failed checkouts (12 of 150) against 0.22 % (3 of 1,350), 09:03 to 09:06 UTC: worse, p < 0.001',
      ],
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
            { requests: 50, bad: 10 },
            { requests: 0, bad: 0 },
          ],
          [
            { requests: 450, bad: 93 },
            { requests: 300, bad: 0 },
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
          '100 requests',
          '2 alarms OK',
          'canary 0 % errors (0 of 300) against 0 % (0 of 2,700): no sign of worse',
          'canary 20 % failed checkouts (30 of 150) against 21 % (279 of 1,350): no sign of worse, but ' +
            'production is in trouble too',
          'lost carts: nothing to compare',
        ],
      });
    },
  );

  it('at 100 % bears of it what production did in the hours before, as of everything else', async () => {
    const { a, shiftedAt, pass, world } = await baking('at 100');
    const first = new Date(new Date(shiftedAt).getTime() - 4 * 60_000);
    const [none, few, many] = [
      { requests: 0, bad: 0 },
      { requests: 450, bad: 1 },
      { requests: 450, bad: 60 },
    ];
    const seen = async (past: Count) => {
      world.minutes = (from) =>
        from < first
          ? own(from, none, past, 180)
          : [...own(first, few, few, 4), ...own(new Date(shiftedAt), many, none, 5).map(withoutProduction)];
      const compared = { ...compare(first.toISOString()), metrics: [named('failed checkouts')] };
      return a.check({ shiftedAt, minRequests: 0, compare: compared });
    };
    pass(90 + 300);
    expect((await seen(few)).cause).toContain('failed checkouts');
    expect(await seen(few)).toMatchObject({ verdict: 'unhealthy' });
    expect(await seen(many)).toMatchObject({ next: 'advance', verdict: 'healthy' });
  });

  it('tells of what the plan only watches, and condemns nobody for it', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () => counting(shiftedAt, [{ requests: 50, bad: 4 }], [{ requests: 450, bad: 1 }]);
    pass(90 + 60);
    const watched = { ...named('failed checkouts'), judges: false };
    expect(
      await a.check({ shiftedAt, minRequests: 0, compare: { ...compare(shiftedAt), metrics: [watched] } }),
    ).toMatchObject({
      next: 'keep baking',
      verdict: 'healthy',
      reasons: expect.arrayContaining([
        'canary 8 % failed checkouts (12 of 150) against 0.22 % (3 of 1,350), 09:03 to 09:06 UTC: worse, p < 0.001 ' +
          '(watched only)',
      ]) as string[],
    });
  });

  it('bears of what the plan names as much as that says', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () => counting(shiftedAt, [{ requests: 50, bad: 4 }], [{ requests: 450, bad: 1 }]);
    pass(90 + 60);
    const borne = { ...named('failed checkouts'), tolerance: { ratio: 1.5, margin: 0.08 } };
    expect(await a.check({ shiftedAt, compare: { ...compare(shiftedAt), metrics: [borne] } })).toMatchObject({
      next: 'keep baking',
    });
  });

  it('takes more than all, and less than nothing, for what they can only mean', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.minutes = () => counting(shiftedAt, [{ requests: 50, bad: -3 }], [{ requests: 450, bad: 2000 }]);
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
});
