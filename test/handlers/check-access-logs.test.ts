import { expect, it } from 'vitest';
import { DEFAULT_COMPARE } from '../../statemachine/contract/compare.ts';
import { baking } from './support/stages.ts';

const LOGGED = { answersFrom: 'access-logs', tooFewRequests: 'advance', holdSeconds: 3600, minRequests: 150 } as const;

/** 100 requests a minute of the canary, of which those before the last minutes have their lines. */
async function late(minutes: number) {
  const stage = await baking();
  const { pass, world } = stage;
  world.requests = (alias) => (alias === 'canary' ? 100 : 900);
  world.answers = (alias, from, to) =>
    to.getTime() + minutes * 60_000 <= world.now().getTime() ? world.requests(alias, from, to) : 0;
  pass(90 + 300);
  return stage;
}

it('a check counts the requests whose answers were counted, and waits for enough of them', async () => {
  const { a, pass, shiftedAt } = await late(3);
  const args = { ...LOGGED, shiftedAt, compare: { ...DEFAULT_COMPARE, firstShiftedAt: shiftedAt } };
  expect(await a.check(args)).toMatchObject({
    next: 'keep baking',
    verdict: 'inconclusive',
    requests: 100,
    reasons: ['100 requests seen (150 needed)'],
  });
  pass(60);
  expect(await a.check(args)).toMatchObject({ next: 'advance', verdict: 'healthy', requests: 200 });
});

it('a check that compares nothing asks for both, and judges by the fewer', async () => {
  const { a, shiftedAt, world } = await baking().then((stage) => (stage.pass(90 + 300), stage));
  world.requests = () => 400;
  world.answers = () => 149;
  expect(await a.check({ ...LOGGED, shiftedAt })).toMatchObject({ verdict: 'inconclusive', requests: 149 });
  world.answers = () => 150;
  expect(await a.check({ ...LOGGED, shiftedAt })).toMatchObject({ next: 'advance', requests: 150 });
  world.answers = () => 0;
  expect((await a.check({ ...LOGGED, shiftedAt })).reasons).toEqual([
    'no requests seen (150 needed)',
    expect.stringContaining("400 requests of the canary and VPC Lattice's access log no answer"),
  ]);
});
