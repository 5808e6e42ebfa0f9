import { expect, test } from 'vitest';
import { LOOK_BACK_MS, niceCeiling, timeMarks, trafficChart } from '../../../local/console/model/chart.ts';
import type { TrafficPoint } from '../../../local/console/model/protocol.ts';

const MINUTE = 60_000;
const T = 100 * MINUTE;
const point = (at: number, versions: TrafficPoint['versions'], seconds = 0.5): TrafficPoint => ({
  at,
  seconds,
  versions,
});

test('stacks requests a second, the newest version below, failures at the foot of their version', () => {
  const chart = trafficChart(
    [point(T, { 1: [90, 0], 2: [10, 5] }), point(T + MINUTE, { 1: [100, 0] })],
    [],
    T + MINUTE,
  );
  expect(chart.times).toEqual([T, T + MINUTE]);
  expect(chart.bands).toEqual([
    { version: '2', from: [0, 0], failedTo: [10, 0], to: [20, 0] },
    { version: '1', from: [20, 0], failedTo: [20, 0], to: [200, 200] },
  ]);
  expect(chart.usual).toBe(200);
});

test('versions are numbers: 10 is newer than 9', () => {
  expect(trafficChart([point(T, { 10: [1, 0], 9: [1, 0] })], [], T).bands.map(({ version }) => version)).toEqual([
    '10',
    '9',
  ]);
});

test('the weight is a line with a corner at its beginning, at each change and now', () => {
  const weights = [
    { at: T - 200 * MINUTE, canary: 0 },
    { at: T + MINUTE, canary: 10 },
    { at: T + 2 * MINUTE, canary: 0 },
    { at: T + 9 * MINUTE, canary: 30 },
  ];
  const { weight } = trafficChart([point(T, {})], weights, T + 3 * MINUTE);
  // The last is written, but requests do not follow it yet.
  expect(weight).toEqual([
    { at: T, canary: 0 },
    { at: T + MINUTE, canary: 10 },
    { at: T + 2 * MINUTE, canary: 0 },
    { at: T + 3 * MINUTE, canary: 0 },
  ]);
});

test('looks back a rollout and no further, and draws a bounded number of points without losing a request', () => {
  const points = Array.from({ length: 5_000 }, (_, index) => point(T + index * 1_000, { 1: [2, 1] }, 1));
  const now = T + 4_999_000;
  const { times, bands, begin, end } = trafficChart(points, [], now);
  expect(times.length).toBeLessThanOrEqual(92);
  expect(begin).toBeGreaterThanOrEqual(now - LOOK_BACK_MS);
  expect(end).toBe(now);
  expect(bands[0]?.to.every((rate) => Math.abs(rate - 2) < 1e-9)).toBe(true);
});

test('shows a release from before its beginning, however long it takes', () => {
  const now = T + 100 * MINUTE;
  const points = Array.from({ length: 101 }, (_, index) => point(T + index * MINUTE, { 1: [1, 0] }));
  expect(trafficChart(points, [], now, T + 30 * MINUTE).times[0]).toBeLessThanOrEqual(T + 29 * MINUTE);
  expect(trafficChart(points, [], now, T + 90 * MINUTE).times[0]).toBeGreaterThanOrEqual(now - LOOK_BACK_MS);
});

test('an empty chart has no bands, and room for what will come', () => {
  expect(trafficChart([], [], T)).toMatchObject({ bands: [], times: [], begin: T, end: T + 8 * MINUTE, usual: 0 });
});

test.each([
  [0, 1],
  [0.7, 0.8],
  [1, 1],
  [101, 150],
  [200, 200],
  [410, 500],
])('an axis up to %d ends at %d', (value, end) => {
  expect(niceCeiling(value)).toBeCloseTo(end);
});

test('marks whole minutes', () => {
  expect(timeMarks(T + 1, T + 10 * MINUTE, 5)).toEqual([
    T + 2 * MINUTE,
    T + 4 * MINUTE,
    T + 6 * MINUTE,
    T + 8 * MINUTE,
    T + 10 * MINUTE,
  ]);
});
