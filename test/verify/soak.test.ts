import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { SEED } from '../../verify/simulation/plan-of-search.ts';
import { soak } from '../../verify/simulation/soak.ts';

const ROLLOUTS = 1_000;

/** Bytes that are still referred to. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/**
 * A rollout's variables, its history of events and its trace are some hundred kB: what stays behind of each must be far
 * less.
 */
const KEPT_PER_ROLLOUT = 10 * 1024;

it(
  'a thousand rollouts in a row, with faults at random, leave nothing behind but one short item each',
  { timeout: 120_000 },
  async () => {
    const heap: number[] = [];
    const soaked = await soak(ROLLOUTS, SEED, (done) => {
      if (done % 200 === 0) heap.push(heapUsed());
    });

    expect(soaked.unrest).toEqual([]);
    expect(soaked.promoted).toBeGreaterThan(ROLLOUTS / 4);
    expect(soaked.rolledBack).toBeGreaterThan(ROLLOUTS / 4);
    expect(soaked.faults).toBeGreaterThan(ROLLOUTS);
    // DynamoDB takes at most 400 kB an item; a reason is cut at 1,000 characters, and the record holds two of them at
    // most.
    expect(soaked.recordBytes).toBeLessThan(4_096);
    expect(soaked.historyItemBytes).toBeLessThan(2_048);
    // The last is still in the record. What the watchdog put back by itself has an item too.
    expect(soaked.historyItems).toBeLessThan(1.3 * ROLLOUTS);
    const [early = 0] = heap;
    expect((heap.at(-1) ?? 0) - early).toBeLessThan(ROLLOUTS * KEPT_PER_ROLLOUT);
  },
);
