import { describe, expect, it } from 'vitest';
import { interpolatedAbove } from '../../src/cloudwatch/metric-series.ts';
import { MetricStore } from '../../src/cloudwatch/metric-store.ts';
import { STATISTICS, statisticOf } from '../../src/cloudwatch/statistics.ts';

const MINUTE = 60_000;
const TIME = Date.UTC(2026, 0, 5, 9, 0, 0);
const names = (store: MetricStore) => store.list().map(({ name }) => name);
const METRIC = { namespace: 'AWS/VpcLattice', name: 'RequestTime', dimensions: { TargetGroup: 'tg-1' } };

/** What PutMetricData brings. */
const set = (name: string, time = TIME) => ({
  metric: { namespace: 'Shop', name, dimensions: { City: 'Bonn' } },
  samples: { sum: 1, count: 1, min: 1, max: 1 },
  time,
});

describe('MetricStore', () => {
  it('keeps sum, count, minimum and maximum of each minute, from which every statistic follows', () => {
    const store = new MetricStore();
    for (const value of [4, 1, 7]) store.record({ ...METRIC, value, time: TIME + 59_999 });
    store.record({ ...METRIC, value: 100, time: TIME + MINUTE });
    const aggregate = store.aggregate(METRIC, TIME, TIME + MINUTE);
    expect(aggregate).toEqual({ sum: 12, count: 3, min: 1, max: 7 });
    expect(aggregate && STATISTICS.map((statistic) => statisticOf(aggregate, statistic))).toEqual([12, 4, 1, 7, 3]);
    expect(store.aggregate(METRIC, TIME, TIME + 2 * MINUTE)).toEqual({ sum: 112, count: 4, min: 1, max: 100 });
  });

  it('counts times above a limit, to about 1 %, and nothing of what was published as a set', () => {
    const store = new MetricStore();
    for (const value of [10, 50, 90, 0]) store.record({ ...METRIC, value, unit: 'Milliseconds', time: TIME });
    store.record({ ...METRIC, value: 60, unit: 'Milliseconds', time: TIME + MINUTE });
    const above = (limit: number, minutes = 2) => {
      const aggregate = store.aggregate(METRIC, TIME, TIME + minutes * MINUTE);
      return aggregate && statisticOf(aggregate, `TC(${limit}:)`);
    };
    expect([above(46), above(46, 1), above(55), above(100), above(5)]).toEqual([3, 2, 2, 0, 4]);
    const other = { ...METRIC, name: 'Set' };
    store.recordSet(other, { sum: 9, count: 3, min: 1, max: 5 }, TIME);
    const set = store.aggregate(other, TIME, TIME + MINUTE);
    expect(set && statisticOf(set, 'TC(2:)')).toBeUndefined();
  });

  it('may interpolate counts above a limit; they fall with the limit, from all to none', () => {
    const store = new MetricStore({ above: interpolatedAbove });
    for (const value of [40, 50, 90, 0]) store.record({ ...METRIC, value, unit: 'Milliseconds', time: TIME });
    const aggregate = store.aggregate(METRIC, TIME, TIME + MINUTE);
    const counts = [0, 4, 20, 46, 60, 103, 231].map((limit) => aggregate && statisticOf(aggregate, `TC(${limit}:)`));
    expect(counts).toEqual([3, 3, 3, expect.closeTo(1.87, 1), expect.closeTo(1.1, 1), expect.closeTo(0.2, 1), 0]);
  });

  it('tells metrics apart by namespace, name and every dimension, in whatever order those come', () => {
    const store = new MetricStore();
    store.record({ namespace: 'N', name: 'M', dimensions: { A: '1', B: '2' }, value: 5, time: TIME });
    const sum = (dimensions: Record<string, string>) =>
      store.aggregate({ namespace: 'N', name: 'M', dimensions }, TIME, TIME + MINUTE)?.sum;
    expect(sum({ B: '2', A: '1' })).toBe(5);
    expect(sum({ A: '1' })).toBeUndefined();
    expect(sum({ A: '1', B: '3' })).toBeUndefined();
  });

  it('tells namespaces and names apart that are published with the same object of dimensions', () => {
    const store = new MetricStore();
    const dimensions = { A: '1' };
    const published = [
      ['N', 'M', 5],
      ['O', 'M', 7],
      ['N', 'L', 9],
      ['N', 'M', 1],
    ] as const;
    for (const [namespace, name, value] of published) store.record({ namespace, name, dimensions, value, time: TIME });
    const sum = (namespace: string, name: string) =>
      store.aggregate({ namespace, name, dimensions: { A: '1' } }, TIME, TIME + MINUTE)?.sum;
    expect([sum('N', 'M'), sum('O', 'M'), sum('N', 'L'), sum('O', 'L')]).toEqual([6, 7, 9, undefined]);
  });

  it('records again under the same object what it has forgotten', () => {
    const store = new MetricStore({ retentionMinutes: 3, maxSeries: 1 });
    const record = (name: string, time: number) => store.record({ ...METRIC, name, value: 1, time });
    record('a', TIME);
    record('b', TIME + 9 * MINUTE);
    record('a', TIME + 18 * MINUTE);
    expect(store.list().map(({ name }) => name)).toEqual(['a']);
    expect(store.aggregate({ ...METRIC, name: 'a' }, TIME, TIME + 19 * MINUTE)?.count).toBe(1);
  });

  it('forgets what is older than its retention, and drops what comes too late', () => {
    const store = new MetricStore({ retentionMinutes: 3 });
    for (const minute of [0, 1, 2, 3]) store.record({ ...METRIC, value: 1, time: TIME + minute * MINUTE });
    store.record({ ...METRIC, value: 1, time: TIME });
    expect(store.aggregate(METRIC, TIME, TIME + 4 * MINUTE)?.count).toBe(3);
    expect(store.aggregate(METRIC, TIME, TIME + MINUTE)).toBeUndefined();
  });

  it('makes room for new metrics by forgetting idle ones, and records no more than its limit', () => {
    const store = new MetricStore({ retentionMinutes: 3, maxSeries: 2 });
    const record = (name: string, time: number) => store.record({ ...METRIC, name, value: 1, time });
    const kept = (name: string, time: number) =>
      store.aggregate({ ...METRIC, name }, time, time + MINUTE) !== undefined;
    record('a', TIME);
    record('b', TIME + 9 * MINUTE);
    record('c', TIME + 9 * MINUTE);
    record('d', TIME + 9 * MINUTE);
    expect([
      kept('a', TIME),
      kept('b', TIME + 9 * MINUTE),
      kept('c', TIME + 9 * MINUTE),
      kept('d', TIME + 9 * MINUTE),
    ]).toEqual([false, true, true, false]);
  });

  describe('when there is no room', () => {
    it('refuses what PutMetricData brings, all of it, by name', () => {
      const store = new MetricStore({ maxSeries: 2 });
      store.put([set('a')], TIME);
      expect(() => store.put([set('b'), set('a'), set('c'), set('d')], TIME)).toThrow(
        'the local cloud keeps 2 metrics of PutMetricData, those without data for 180 minutes it forgets; not ' +
          'recorded is what goes beyond: Shop/c {"City":"Bonn"}',
      );
      expect(names(store)).toEqual(['a']);
      store.put([set('a'), set('b'), set('b')], TIME);
      expect(store.aggregate(set('b').metric, TIME, TIME + MINUTE)?.count).toBe(2);
      // By what the clock says, not by what the metric says of itself.
      expect(() => store.put([set('c', TIME + 400 * MINUTE)], TIME)).toThrow(/LimitExceeded|PutMetricData/);
      store.put([set('c', TIME + 400 * MINUTE)], TIME + 400 * MINUTE);
      expect(names(store)).toEqual(['c']);
    });

    it('still records what services tell, whatever somebody has put', () => {
      const store = new MetricStore({ maxSeries: 2 });
      store.put([set('a'), set('b')], TIME);
      store.record({ ...METRIC, value: 1, time: TIME });
      expect(names(store)).toEqual(['a', 'b', 'RequestTime']);
    });

    it('says once of services what is not recorded, and again after there was room', () => {
      const lines: string[] = [];
      const store = new MetricStore({ maxSeries: 1, log: (service, line) => lines.push(`${service}: ${line}`) });
      const record = (name: string, time: number) => store.record({ ...METRIC, name, value: 1, time });
      for (const name of ['a', 'b', 'b', 'c']) record(name, TIME);
      expect(lines).toEqual([
        'cloudwatch: the local cloud keeps 1 metrics of services, those without data for 180 minutes it forgets; not ' +
          'recorded is what goes beyond: AWS/VpcLattice/b {"TargetGroup":"tg-1"} and others; alarms see no data',
      ]);
      for (const name of ['b', 'c']) record(name, TIME + 400 * MINUTE);
      expect(lines).toHaveLength(2);
    });
  });
});
