import { expect, test } from 'vitest';
import { LatencyHistogram } from '../../../local/traffic/latency.ts';

test('has no quantile before the first answer', () => {
  expect(new LatencyHistogram().quantile(0.5)).toBeUndefined();
});

test('quantiles are right to within 12 percent', () => {
  const histogram = new LatencyHistogram();
  for (let i = 1; i <= 1000; i++) histogram.add(i);
  for (const [share, exact] of [
    [0.5, 500],
    [0.99, 990],
    [1, 1000],
  ] as const) {
    const value = histogram.quantile(share) ?? 0;
    expect(value).toBeGreaterThanOrEqual(exact);
    expect(value).toBeLessThanOrEqual(exact * 1.12);
  }
});

test('an answer beyond the last bucket counts as the longest', () => {
  const histogram = new LatencyHistogram();
  histogram.add(10_000_000);
  expect(histogram.quantile(0.5)).toBeGreaterThan(60_000);
});
