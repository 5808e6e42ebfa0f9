import { expect, test } from 'vitest';
import { SidesRecorder } from '../../../local/console/sides-recorder.ts';
import type { WeightsWritten } from 'local-aws';

const SERVICE = { listenerId: 'l', canaryTargetGroupId: 'c' };

/** Version 2 beside 1; requests follow a weight 5 ms after it is written. */
function recorder() {
  const observers: ((written: WeightsWritten) => void)[] = [];
  const sides = new SidesRecorder({ onWeights: (observer) => void observers.push(observer) }, () => [SERVICE]);
  return {
    of: () => sides.of(SERVICE),
    weigh: (canary: number, at: number, listenerId = 'l') =>
      observers.forEach((observer) =>
        observer({
          listenerId,
          writtenAt: at,
          appliesAt: at + 5,
          groups: [
            { targetGroupId: 'p', weight: 100 - canary },
            { targetGroupId: 'c', weight: canary },
          ],
        }),
      ),
    serve: (targetGroupId: string, version: string, time: number, { status = 200, ms = 4 } = {}, times = 1) => {
      for (let i = 0; i < times; i++) sides.served({ targetGroupId, version, status, ms, time });
    },
  };
}

test('counts what users get of either version from the first weight to the last, with the times that they wait', () => {
  const { of, weigh, serve } = recorder();
  serve('p', '1', 1);
  weigh(0, 1);
  expect(of()).toBeUndefined();
  weigh(10, 100);
  serve('p', '1', 101);
  serve('p', '1', 106, {}, 9);
  serve('c', '2', 106, { ms: 40 }, 98);
  weigh(30, 200);
  serve('c', '2', 206, { ms: 400 }, 2);
  const seen = of();
  expect(seen).toMatchObject({
    since: 105,
    canary: { version: '2', requests: 100, failures: 0 },
    production: { version: '1', requests: 9, failures: 0 },
  });
  expect(seen).not.toHaveProperty('until');
  // To within the 12 % of the histogram.
  expect(seen?.canary.p50).toBeGreaterThanOrEqual(40);
  expect(seen?.canary.p50).toBeLessThan(40 * 1.12);
  expect(seen?.canary.p99).toBeGreaterThanOrEqual(400);
  expect(seen?.canary.p99).toBeLessThan(400 * 1.12);
  weigh(0, 300);
  serve('p', '1', 304);
  serve('p', '1', 306);
  expect(of()).toMatchObject({ until: 305, production: { requests: 10 } });
});

test('every failure of the new version counts: early, late, and where no version could run', () => {
  const { of, weigh, serve } = recorder();
  weigh(10, 100);
  // A part of VPC Lattice follows before the others.
  serve('c', '2', 102, { status: 500 });
  serve('c', '', 106, { status: 500 });
  serve('c', '2', 106, { status: 404 });
  weigh(0, 200);
  serve('c', '2', 250, { status: 503 });
  // The alias of the canary has gone back to what is in production.
  serve('c', '1', 260, { status: 500 });
  expect(of()?.canary).toMatchObject({ version: '2', requests: 4, failures: 3 });
});

test('what a promoted version answers as production is its own, and no comparison once the weight is gone', () => {
  const { of, weigh, serve } = recorder();
  weigh(100, 100);
  serve('c', '2', 106);
  serve('p', '2', 107);
  weigh(0, 200);
  serve('p', '2', 300, { status: 500 });
  expect(of()).toMatchObject({
    canary: { requests: 2, failures: 0 },
    production: { version: '', requests: 0 },
  });
  expect(of()?.production).not.toHaveProperty('p50');
});

test('the next release begins anew; listeners and target groups of others are none of its business', () => {
  const { of, weigh, serve } = recorder();
  weigh(10, 50, 'another');
  expect(of()).toBeUndefined();
  weigh(10, 100);
  serve('c', '2', 106);
  serve('x', '2', 106);
  weigh(0, 200);
  weigh(0, 210);
  expect(of()).toMatchObject({ until: 205, canary: { requests: 1 } });
  weigh(10, 400);
  serve('c', '3', 406);
  expect(of()).toMatchObject({ since: 405, canary: { version: '3', requests: 1 } });
  expect(of()).not.toHaveProperty('until');
});
