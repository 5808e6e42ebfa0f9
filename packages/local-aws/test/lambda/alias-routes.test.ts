import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { Registry } from '../../src/lambda/registry.ts';
import { configuration, PLACE } from '../../src/testing/functions.ts';

/** Version 1 behind the alias, and version 2 published. */
function registryOf(aliasLagMs?: readonly number[]) {
  const clock = new VirtualClock();
  const registry = new Registry(clock, seededRandom(1), PLACE, aliasLagMs && { aliasLagMs });
  const publish = (sha256: string) => {
    registry.update('fn', { folder: sha256, sha256 }, configuration());
    return registry.publish('fn').snapshot.version;
  };
  registry.create('fn', { folder: '', sha256: '' }, configuration());
  registry.createAlias('fn', 'live', publish('one'), '');
  publish('two');
  const address = { name: 'fn', qualifier: 'live' };
  const met = () => new Set(Array.from({ length: 50 }, () => registry.reached(address).snapshot.version));
  return { clock, registry, address, met, after: (ms: number) => clock.runUntil(clock.now() + ms) };
}

test('invocations follow an alias at once', () => {
  const { registry, met } = registryOf();
  registry.updateAlias('fn', 'live', { version: '2' });
  expect(met()).toEqual(new Set(['2']));
});

test('invocations may follow an alias late, and in parts; what the API tells is not late', async () => {
  const { registry, address, met, after } = registryOf([0, 50_000]);
  expect(met()).toEqual(new Set(['1']));
  registry.updateAlias('fn', 'live', { version: '2' });
  expect(met()).toEqual(new Set(['1', '2']));
  expect(registry.target(address).snapshot.version).toBe('2');
  await after(49_999);
  expect(met()).toEqual(new Set(['1', '2']));
  await after(1);
  expect(met()).toEqual(new Set(['2']));
});

test('a version that was deleted meanwhile is met no more; an alias that is made again begins anew', () => {
  const { registry, met } = registryOf([50_000]);
  registry.updateAlias('fn', 'live', { version: '2' });
  registry.removeVersion('fn', '1');
  expect(met()).toEqual(new Set(['2']));
  registry.removeAlias('fn', 'live');
  registry.createAlias('fn', 'live', '2', '');
  expect(met()).toEqual(new Set(['2']));
});
