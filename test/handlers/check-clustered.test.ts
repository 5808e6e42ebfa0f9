import { describe, expect, it } from 'vitest';
import { compare, minutes } from './support/compared.ts';
import { baking } from './support/stages.ts';

type Both = [canary: [number, number], production: [number, number]];

/** So many of the canary's answers fail, minute by minute. */
const release = (...bad: readonly number[]): Both[] =>
  bad.map((each) => [
    [450, each],
    [4050, 5],
  ]);
/** In every other minute so many of production's answers fail, and none between. */
const hours = (bad: number): Both[] =>
  Array.from({ length: 180 }, (_, i) => [
    [0, 0],
    [4500, i % 2 === 0 ? bad : 0],
  ]);

async function seen(during: readonly Both[], before: readonly Both[]) {
  const { a, shiftedAt, pass, world } = await baking();
  const calls: string[] = [];
  world.hook = ({ name, moment }) => void (moment === 'before' && calls.push(name));
  const first = new Date(shiftedAt);
  world.minutes = (from) => (from < first ? minutes(from.toISOString(), ...before) : minutes(shiftedAt, ...during));
  pass(90 + 60 * during.length);
  const result = await a.check({ shiftedAt, minRequests: 0, compare: compare(shiftedAt) });
  return { ...result, reads: calls.filter((name) => name === 'minutes.read').length };
}

describe('check of a canary whose requests come in clusters', () => {
  it('does not condemn for what clusters as production has them may be, and says so', async () => {
    expect(await seen(release(10, 5, 10, 5), hours(5))).toMatchObject({
      next: 'keep baking',
      verdict: 'healthy',
      reasons: expect.arrayContaining([
        'worse than production, and no surer than clusters of requests make it that production has too',
      ]) as string[],
    });
  });

  it('condemns the same where production shows no clusters', async () => {
    const even = hours(0).map((): Both => [
      [0, 0],
      [4500, 5],
    ]);
    const { reasons, verdict } = await seen(release(10, 5, 10, 5), even);
    expect(verdict).toBe('unhealthy');
    expect(reasons[0]).toMatch(/^canary 1.7 % errors \(30 of 1,800\) against 0.12 % .*: worse, p < 0.001$/);
  });

  it('condemns what no clusters explain, and says how many requests it counted as one', async () => {
    const { reasons, verdict } = await seen(release(20, 20, 20, 20), hours(5));
    expect(verdict).toBe('unhealthy');
    expect(reasons[0]).toMatch(/^canary 4.4 % errors .*: worse, p < 0.001, counting 5 requests as one$/);
  });

  it('asks for hours of production only where somebody is about to be condemned', async () => {
    expect((await seen(release(1, 0, 1, 0), hours(5))).reads).toBe(1);
    expect((await seen(release(20, 20, 20, 20), hours(5))).reads).toBe(3);
  });
});
