import { describe, expect, it } from 'vitest';
import type { AliasMinute, ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { TIMES } from '../../rollout/lambda/minutes.ts';
import { compare } from './support/compared.ts';
import { baking } from './support/stages.ts';

/** Of so many requests a share takes longer than each of the times up to 231 ms. */
const side = (requests: number, slowShare: number): AliasMinute => {
  const slow = TIMES.map((time) => (time <= 231 ? Math.round(requests * slowShare) : 0));
  return {
    invocations: requests,
    errors: 0,
    requests,
    serverErrors: 0,
    slower: slow,
    slowerByFactor: { 1: slow, 1.5: slow },
  };
};

function minutes(from: Date, to: Date, canary: readonly number[], production: number): ComparedMinute[] {
  const first = Math.floor(from.getTime() / 60_000);
  const count = Math.max(0, Math.floor(to.getTime() / 60_000) - first);
  return Array.from({ length: count }, (_, i) => ({
    start: new Date((first + i) * 60_000),
    canary: side(100, canary[Math.min(i, canary.length - 1)] ?? 0),
    production: side(900, production),
  }));
}

const COLD = [0.9, 0.7, 0.5, 0.1];
const DAY_BEFORE = '2026-01-04T09:00:00.000Z';

/** Five minutes into the bake; production took one request in ten as long all the time, and so when it was new. */
async function seen(canary: readonly number[], fresh: readonly number[], known = true) {
  const { a, shiftedAt, pass, world } = await baking();
  if (known) world.record = { ...world.record, lastPromoted: '1', lastPromotedClaimedAt: DAY_BEFORE };
  const asked: Date[] = [];
  world.minutes = (from, to) => {
    asked.push(from);
    return minutes(from, to, from.toISOString() === DAY_BEFORE ? fresh : canary, 0.1);
  };
  pass(90 + 240);
  const checked = await a.check({ shiftedAt, minRequests: 0, compare: compare(shiftedAt) });
  return { checked, asked };
}

describe('check of a canary whose caches are cold', () => {
  it('bears that it is slow where production was as slow when it was new, and says so', async () => {
    const { checked, asked } = await seen(COLD, COLD);
    expect(checked).toMatchObject({ next: 'keep baking', verdict: 'healthy' });
    expect(checked.reasons).toContain(
      'slower than production is, and no slower than that was itself when it was as new',
    );
    expect(asked).toHaveLength(3);
  });

  it('rolls back what stays slow, and what is slower than production was at its age', async () => {
    expect((await seen([0.9], COLD)).checked).toMatchObject({ next: 'roll back', verdict: 'unhealthy' });
    expect((await seen(COLD, [0.2, 0.1])).checked.cause).toMatch(/canary .* longer than .*: worse/);
  });

  it('rolls back what is slow where all was slow when production was new, its predecessor as well', async () => {
    const { a, shiftedAt, pass, world } = await baking();
    world.record = { ...world.record, lastPromoted: '1', lastPromotedClaimedAt: DAY_BEFORE };
    world.minutes = (from, to) => minutes(from, to, [0.5], from.toISOString() === DAY_BEFORE ? 0.5 : 0.1);
    pass(90 + 240);
    const checked = await a.check({ shiftedAt, minRequests: 0, compare: compare(shiftedAt) });
    expect(checked).toMatchObject({ next: 'roll back', verdict: 'unhealthy' });
  });

  it('rolls back what is slow where nobody knows how production was', async () => {
    const { checked, asked } = await seen(COLD, COLD, false);
    expect(checked).toMatchObject({ next: 'roll back', verdict: 'unhealthy' });
    // The release, again with proof, and the hours before it.
    expect(asked).toHaveLength(3);
  });

  it('asks for no more than one look where nothing is slow', async () => {
    expect((await seen([0.1], COLD)).asked).toHaveLength(1);
  });
});
