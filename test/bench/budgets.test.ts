import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBefore, readLastRun } from '../../bench/last-run.ts';
import { performancePage } from '../../bench/page.ts';
import { LARGEST_SHARE_PERCENT } from '../../bench/rows/bundles.ts';
import { DEAREST_RELEASE_USD } from '../../bench/rows/price.ts';
import { BENCHMARKS } from '../../bench/rows/index.ts';
import { bundleByDefault, totalBytes } from '../../bench/support/default-bundles.ts';
import { billedOf } from '../../bench/support/billed.ts';
import { defaultDefinition } from '../../bench/support/default-definition.ts';
import { sumOf } from '../../bench/support/price-list.ts';
import { alarmMetrics, priceAtRest, priceOfRelease } from '../../bench/support/prices.ts';
import { Region } from '../../bench/support/region.ts';
import { callsOfRollback, countRelease } from '../../bench/support/release-calls.ts';
import { bundleHandlers } from '../../infra/bundling/index.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { synthesize } from '../infra/synthesized.ts';
import { readText } from '../docs/pages.ts';

const definition = defaultDefinition();

/** Price by the first column of the tables in docs/costs.md. */
const told = new Map(
  readText('docs/costs.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.replaceAll('*', '').trim()))
    .map(([, what = '', count = '', , price = '']) => [what, { count, price }]),
);
const sums = [...readText('docs/costs.md').matchAll(/\*\*sum\*\*.*\*\*([\d.]+)\*\*/g)].map(([, sum]) => Number(sum));

describe('a release', () => {
  it('costs less than a cent, and what docs/costs.md says', async () => {
    const items = priceOfRelease(billedOf(await countRelease(definition)));
    expect(sumOf(items)).toBeLessThan(DEAREST_RELEASE_USD);
    expect(sumOf(items)).toBeCloseTo(sums[1] ?? 0, 4);
    for (const { what, price } of items)
      expect({ what, price: price.toFixed(5) }).toEqual({ what, price: told.get(what)?.price });
  });

  it('is rolled back with at most three calls of AWS before the listener is written', async () => {
    const calls = await callsOfRollback(definition, StateName.bake(30));
    expect(calls.at(-1)).toBe('listener.write');
    expect(calls.slice(0, -1)).toEqual(['records.read', 'records.compareAndSet']);
  });
});

it(
  '120 services that release in the same second all begin, and after an alarm of each within one minute are ' +
    'back at 100 within three',
  async () => {
    const region = new Region(definition, 120);
    await region.releaseAll(0);
    await region.clock.runUntil(region.clock.now() + 300_000);
    expect(region.throttled).toBeGreaterThan(120);
    expect(new Set(region.releases.map(({ status }) => status))).toEqual(new Set(['RUNNING']));
    const seconds = await region.incident();
    expect(seconds).toHaveLength(120);
    expect(Math.max(...seconds)).toBeLessThan(180);
  },
);

it('a service at rest costs a month what docs/costs.md says, item by item', () => {
  const items = priceAtRest(alarmMetrics(synthesize().template.Resources));
  expect(sumOf(items)).toBeCloseTo(sums[0] ?? 0, 2);
  for (const { what, price } of items)
    expect({ what, price: price.toFixed(2) }).toEqual({ what, price: told.get(what)?.price });
});

it('the bundle of the roll-back function is at most 30 % of what CDK makes by default', () => {
  const folder = mkdtempSync(join(tmpdir(), 'budgets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ours = bundleHandlers(join(folder, 'ours')).filter(({ name }) => name === 'roll-back');
  const share = (100 * totalBytes(ours)) / totalBytes(bundleByDefault(join(folder, 'default'), ['roll-back']));
  expect(share).toBeLessThanOrEqual(LARGEST_SHARE_PERCENT);
  expect(share).toBeGreaterThan(0);
});

it('docs/performance.md shows the last run of every benchmark beside what it gave before', () => {
  expect(readText('docs/performance.md')).toBe(performancePage(BENCHMARKS, readLastRun(), readBefore()));
});
