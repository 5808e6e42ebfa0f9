import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { Lattice, type LatticeOptions } from '../../src/lattice/lattice.ts';
import { latticeWorld } from '../../src/testing/lattice.ts';
import { forward, PLACE } from './world.ts';

/** The world as it is, over a VPC Lattice that differs. */
function worldOf(more: Partial<LatticeOptions>) {
  const clock = new VirtualClock();
  return latticeWorld(clock, 5_000, new Lattice({ clock, random: seededRandom(3), place: PLACE, ...more }));
}

test('a weight of 0 may be left out of what the API tells', async () => {
  const { call, address, production, canary } = worldOf({ zeroWeights: 'left out' });
  const targetGroups = [{ targetGroupIdentifier: production.id, weight: 100 }, { targetGroupIdentifier: canary.id }];
  expect((await call('GetListener', address))['defaultAction']).toEqual({ forward: { targetGroups } });
  const defaultAction = forward([production.id, 100], [canary.id, 0]);
  const updated = await call('UpdateListener', { ...address, defaultAction });
  expect(updated['defaultAction']).toEqual({ forward: { targetGroups } });
});

test('GetListener may tell the weights of before for a while, which requests do not wait for', async () => {
  const { call, address, clock, listener, production, canary } = worldOf({ staleMs: 30_000 });
  const before = forward([production.id, 100], [canary.id, 0]);
  const after = forward([production.id, 0], [canary.id, 100]);
  await call('UpdateListener', { ...address, defaultAction: after });
  await clock.runUntil(clock.now() + 29_999);
  expect((await call('GetListener', address))['defaultAction']).toEqual(before);
  expect(listener.splitter.pick(clock.now())).toBe(canary.id);
  await clock.runUntil(clock.now() + 1);
  expect((await call('GetListener', address))['defaultAction']).toEqual(after);
});

test('parts of the data plane may follow later than others; displays hear of the last one', async () => {
  const { clock, lattice, listener, production, canary } = worldOf({ partsLagMs: [0, 60_000] });
  const told: number[] = [];
  lattice.onWeights(({ appliesAt }) => told.push(appliesAt - clock.now()));
  lattice.updateListener(listener, [
    { targetGroupId: production.id, weight: 0 },
    { targetGroupId: canary.id, weight: 1 },
  ]);
  expect(told).toEqual([65_000]);
  const met = () => new Set(Array.from({ length: 50 }, () => listener.splitter.pick(clock.now())));
  await clock.runUntil(clock.now() + 5_000);
  expect(met()).toEqual(new Set([production.id, canary.id]));
  await clock.runUntil(clock.now() + 60_000);
  expect(met()).toEqual(new Set([canary.id]));
});
