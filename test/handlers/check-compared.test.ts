import { describe, expect, it } from 'vitest';
import type { AliasMinute, Proof } from '../../rollout/lambda/minutes.ts';
import { compare, minutes } from './support/compared.ts';
import { baking } from './support/stages.ts';

/** Of a minute of which the errors of so many invocations are not published yet. */
const proofOf = ({ invocations, requests, serverErrors }: AliasMinute, missing: number): Proof => ({
  errorSamples: invocations - missing,
  timeSamples: invocations - missing,
  otherAnswers: requests - serverErrors - missing,
});

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
        [
          [448, 18],
          [4090, 8],
        ],
      );
    pass(90 + 120);
    expect(await a.check({ shiftedAt, compare: compare(shiftedAt) })).toMatchObject({
      next: 'roll back',
      verdict: 'unhealthy',
      error: 'CanaryRolledBack',
      reasons: [
        'canary 4.1 % errors (55 of 1,350) against 0.2 % (24 of 12,200), 09:03 to 09:06 UTC: worse, p < 0.001',
        'canary 4.1 % answers with status 5XX (55 of 1,350) against 0.2 % (24 of 12,200), 09:03 to 09:06 UTC: ' +
          'worse, p < 0.001',
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
      [
        [448, 18],
        [4090, 8],
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
      reasons: expect.arrayContaining(['compared without 3 of 3 minutes, which are not all published']),
    });
    expect(calls.filter((name) => name.startsWith('minutes'))).toEqual(['minutes.read', 'minutes.read']);
  });

  it('takes a value that is no number for nothing, and goes on with the others', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    const all = minutes(
      shiftedAt,
      ...Array.from(
        { length: 4 },
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
    pass(90 + 240);
    expect(await a.check({ shiftedAt, compare: compare(shiftedAt) })).toMatchObject({
      verdict: 'unhealthy',
      reasons: [expect.stringContaining('(60 of 1,350)'), expect.stringContaining('(60 of 1,350)')],
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
      minutes(
        earlier,
        before,
        before,
        before,
        before,
        before,
        ...Array.from({ length: 4 }, (): typeof before => [
          [6000, 300],
          [0, 0],
        ]),
      );
    pass(90 + 240);
    expect(await a.check({ shiftedAt, compare: compare(earlier) })).toMatchObject({
      next: 'roll back',
      reasons: expect.arrayContaining([
        expect.stringMatching(
          /^canary 5 % errors \(1,200 of 24,000\) against 0.1 % \(15 of 15,000\) before, .*: worse, p < 0.001$/,
        ),
      ]) as string[],
    });
  });

  it('at 100 % bears what production did to its users in the hours before, and says so', async () => {
    const { a, shiftedAt, pass, world } = await baking('at 100');
    const earlier = new Date(new Date(shiftedAt).getTime() - 4.5 * 60_000);
    const quiet: [[number, number], [number, number]] = [
      [3000, 3],
      [3000, 3],
    ];
    const alone = Array.from({ length: 4 }, (): typeof quiet => [
      [6000, 300],
      [0, 0],
    ]);
    const before = (bad: number) =>
      Array.from({ length: 180 }, (_, i): typeof quiet => [
        [0, 0],
        [6000, i >= 60 && i < 65 ? bad : 3],
      ]);
    const seen = async (bad: number) => {
      world.minutes = (from) =>
        from < earlier
          ? minutes(from.toISOString(), ...before(bad))
          : minutes(earlier.toISOString(), quiet, quiet, quiet, quiet, quiet, ...alone);
      return a.check({ shiftedAt, minRequests: 0, compare: compare(earlier.toISOString()) });
    };
    pass(90 + 240);
    expect((await seen(30)).verdict).toBe('unhealthy');
    expect(await seen(280)).toMatchObject({
      verdict: 'healthy',
      reasons: expect.arrayContaining([
        'worse than production was before, and no worse than that was at its worst in the hours before',
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

it.each([
  ['keep baking', {}],
  ['roll back', { neverAlone: true }],
])('a check leads to "%s" with what is told of being alone: %o', async (next, told) => {
  const { a, shiftedAt, pass, world } = await baking();
  // Their p is 0.00016: a third of alpha is 0.00017, and three quarters of that 0.00013.
  world.minutes = () => minutes(shiftedAt, ...Array.from({ length: 5 }, () => FEW_MORE));
  pass(90 + 240);
  expect(await a.check({ shiftedAt, compare: { ...compare(shiftedAt), ...told } })).toMatchObject({ next });
});

const FEW_MORE: [[number, number], [number, number]] = [
  [450, 6],
  [4050, 8],
];
