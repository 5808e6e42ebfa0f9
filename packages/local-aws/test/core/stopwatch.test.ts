import { expect, test } from 'vitest';
import { wallClock } from '../../src/core/clock.ts';
import { stopwatch } from '../../src/testing/stopwatch.ts';

test('tells how long something elsewhere was waited for', async () => {
  const took = stopwatch();
  await wallClock.sleep(300);
  expect(took()).toBeGreaterThanOrEqual(20);
});

test('tells how long this process was busy, though no tick came', () => {
  const { user, system } = process.cpuUsage();
  const took = stopwatch();
  for (let used = process.cpuUsage(); used.user + used.system < user + system + 300_000;) used = process.cpuUsage();
  expect(took()).toBeGreaterThanOrEqual(250);
});

test('leaves out that nobody ran here', () => {
  const took = stopwatch();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
  expect(took()).toBeLessThan(500);
});
