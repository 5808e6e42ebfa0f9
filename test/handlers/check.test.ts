import { describe, expect, it } from 'vitest';
import { canaryAt } from '../../handlers/domain/weights.ts';
import type { Count } from '../../handlers/domain/evidence/counts.ts';
import type { AliasMinute, TrafficMinute } from '../../handlers/ports/index.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/plan.ts';
import { on } from '../../verify/memory/hooks.ts';
import { bringTo, memoryService, type Stage } from '../../verify/memory/service.ts';

const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

/** A rollout at a stage, and when it came there; nothing has settled yet. */
async function baking(stage: Stage = 'at 10') {
  const service = memoryService(['1', '2', '3']);
  const a = service.execution('a');
  await bringTo(service, a, stage);
  return { ...service, a, shiftedAt: service.world.now().toISOString() };
}

describe('check of the canary', () => {
  it('keeps baking while healthy, and advances once the bake is over', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.requests = () => 342;
    pass(90 + 180);
    expect(await a.check({ shiftedAt })).toEqual({
      next: 'keep baking',
      verdict: 'healthy',
      reasons: ['342 requests', '2 alarms OK'],
      requests: 342,
      error: '',
      cause: '10 %: healthy, 342 requests, 2 alarms OK; baking 180 of 300 s',
      message: '10 %: healthy, 342 requests, 2 alarms OK; baking 180 of 300 s',
    });
    pass(120);
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'advance',
      message: '10 %: healthy, 342 requests, 2 alarms OK; the bake of 300 s is over',
    });
  });

  it('counts requests from the moment the weight had settled', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    const asked: string[] = [];
    world.requests = (alias, from, to) => {
      asked.push(`${alias} ${from.toISOString()} ${to.toISOString()}`);
      return 1;
    };
    pass(150);
    await a.check({ shiftedAt });
    expect(asked).toEqual(['canary 2026-01-05T09:04:30.000Z 2026-01-05T09:05:30.000Z']);
  });

  it('rolls back at once when an alarm is on: in short for the message, in full for the cause', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    pass(120);
    world.setAlarm('canary-errors', 'ALARM');
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
      error: 'CanaryRolledBack',
      cause:
        '10 %: unhealthy, alarm canary-errors is on since 2026-01-05T09:05:00.000Z: threshold crossed: 7 ' +
        'errors; baking 30 of 300 s',
      message:
        '10 %: unhealthy, alarm canary-errors is on since 09:05:00Z: threshold crossed: 7 errors; baking 30 of 300 s',
    });
  });

  it('extends the bake without traffic and then rolls back as NotEnoughTraffic', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.requests = () => 0;
    pass(90 + 300);
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'keep baking',
      verdict: 'inconclusive',
      message: '10 %: still not to be judged, no requests seen (1 needed); baking 300 s, at most 900 s',
    });
    pass(600);
    expect(await a.check({ shiftedAt })).toMatchObject({ next: 'roll back', error: 'NotEnoughTraffic' });
  });

  it('rolls back as AlarmMissing when an alarm stays away', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.alarms.delete('canary-duration');
    pass(90 + 900);
    expect(await a.check({ shiftedAt })).toMatchObject({
      next: 'roll back',
      error: 'AlarmMissing',
      reasons: ['alarm canary-duration does not exist'],
    });
  });

  it('changes nothing', async () => {
    const { a, world } = await baking();
    const before = world.written.length;
    await a.check();
    await a.check();
    expect(world.written).toHaveLength(before);
  });

  it.each([
    [
      'fails as WeightsDrifted on weights of somebody else',
      'WeightsDrifted',
      (world: Baking['world']) => world.writeWeights('somebody', canaryAt(20)),
    ],
    [
      'fails as VersionDrifted on a canary alias of somebody else',
      'VersionDrifted',
      (world: Baking['world']) => world.moveAlias('somebody', 'canary', '3'),
    ],
    [
      'fails as VersionDrifted on a production alias of somebody else',
      'VersionDrifted',
      (world: Baking['world']) => world.moveAlias('somebody', 'production', '3'),
    ],
  ])('%s', async (_, name, drift) => {
    const { a, world } = await baking();
    drift(world);
    await expect(a.check({ weight: 10 })).rejects.toThrow(named(name));
  });

  it('fails as ClaimLost after a rollback, even one that comes while it looks', async () => {
    const service = await baking();
    service.world.hook = on('a', 'listener.read', 'before', () =>
      service.message('{"reason":"stop"}').then(() => undefined),
    );
    await expect(service.a.check({ weight: 10 })).rejects.toThrow(named('ClaimLost', /stop/));
    await expect(service.a.check({ weight: 0 })).rejects.toThrow(named('ClaimLost', /stop/));
  });
});
type Baking = Awaited<ReturnType<typeof baking>>;

describe('check of production', () => {
  it('watches the alarms alone', async () => {
    const { a, shiftedAt, pass } = await baking('returned');
    pass(90 + 300);
    expect(await a.check({ subject: 'production', weight: 0, shiftedAt })).toMatchObject({
      next: 'advance',
      requests: -1,
      message: 'production: healthy, 1 alarm OK; the watch of 300 s is over',
    });
  });

  it('rolls back for an alarm that came on since, and waits for one that was on before', async () => {
    const { a, shiftedAt, pass, world } = await baking('returned');
    world.setAlarm('production-errors', 'ALARM', new Date('2026-01-05T09:00:00Z'));
    pass(90 + 300);
    expect(await a.check({ subject: 'production', weight: 0, shiftedAt })).toMatchObject({
      next: 'keep baking',
      verdict: 'inconclusive',
    });
    world.setAlarm('production-errors', 'ALARM');
    expect(await a.check({ subject: 'production', weight: 0, shiftedAt })).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
    });
  });

  it('fails as VersionDrifted when production is not at the promoted version', async () => {
    const { a, world } = await baking('returned');
    world.moveAlias('somebody', 'production', '1');
    await expect(a.check({ subject: 'production', weight: 0 })).rejects.toThrow(
      named('VersionDrifted', /alias production is at version 1, expected 2/),
    );
  });
});

function compare(firstShiftedAt: string) {
  return { ...DEFAULT_COMPARE, firstShiftedAt };
}

function side(requests: number, errors: number): AliasMinute {
  return { invocations: requests, errors, requests, serverErrors: errors, slower: [], slowerByFactor: [] };
}

/** From the given time on, a minute each. */
function minutes(
  firstShiftedAt: string,
  ...counts: [canary: [number, number], production: [number, number]][]
): TrafficMinute[] {
  const first = Math.floor(new Date(firstShiftedAt).getTime() / 60_000);
  return counts.map(([canary, production], i) => ({
    start: new Date((first + i) * 60_000),
    canary: side(...canary),
    production: side(...production),
  }));
}

/** A minute in which nothing failed that is always counted, with what else was. */
function counting(shiftedAt: string, canary: readonly Count[], production: readonly Count[]): TrafficMinute[] {
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
    expect(calls.filter((name) => /^(traffic|minutes)/.test(name))).toEqual(['minutes.read']);
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
