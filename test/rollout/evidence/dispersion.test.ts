import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededChance, type Chance } from '../../../bench/exposure/chance.ts';
import { compare } from '../../../rollout/evidence/comparison.ts';
import type { Count } from '../../../rollout/evidence/counts.ts';
import { dispersionOf, LARGEST, scaled } from '../../../rollout/evidence/dispersion.ts';
import { errorSeries } from '../../../rollout/evidence/series.ts';

const HOURS = 180;
const minutes = (count: number, of: (minute: number) => Count): Count[] =>
  Array.from({ length: count }, (_, i) => of(i));

/** Clusters of `size`, so many in a minute on average, each of them bad with the same chance. */
function clustered(chance: Chance, size: number, requests: number, bad: number): Count {
  const clusters = chance.poisson(requests / size);
  return { requests: size * clusters, bad: size * chance.binomial(clusters, bad) };
}

/** Who meets a failed answer meets it so many times. */
function retried(chance: Chance, times: number, requests: number, bad: number): Count {
  const asked = chance.poisson(requests);
  const failed = chance.binomial(asked, bad / times);
  return { requests: asked + (times - 1) * failed, bad: times * failed };
}

const worlds = (count: number, of: () => readonly Count[]) => Array.from({ length: count }, () => dispersionOf(of()));
const pair = (...bad: number[]) => bad.map((each) => ({ requests: 60, bad: each }));
const average = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Clusters of this size in each first of two minutes: what they come to is the size. */
const ofSize = (size: number, count: number) => minutes(count, (i) => ({ requests: 1e9, bad: i % 2 === 0 ? size : 0 }));

// Of 8 bad 8 in the larger: (8 - 16/3) ** 2 / (8 * 2/9) is 4.
const unlike = (more: number) =>
  minutes(20, (i) => (i % 2 === 0 ? { requests: more, bad: 8 } : { requests: 1e9, bad: 0 }));

describe('how many requests share their outcome', () => {
  it('is the size of a cluster where minutes have one or none', () => {
    for (const size of [2, 3, 5]) {
      const hours = minutes(HOURS, (i) => ({ requests: 1e9, bad: i % 2 === 0 ? size : 0 }));
      expect(dispersionOf(hours)).toBeCloseTo(size, 6);
    }
  });

  it.each([
    [60, 0.0005],
    [600, 0.001],
    [6000, 0.01],
    [60_000, 0.3],
  ])('is 1 where %d a minute are independent and %d of them bad, in 99 of 100 services', (requests, bad) => {
    const chance = seededChance(1);
    const of = () => minutes(HOURS, () => clustered(chance, 1, requests, bad));
    expect(worlds(400, of).filter((each) => each > 1).length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['clusters of 3', clustered, 3],
    ['clusters of 5', clustered, 5],
    ['retries, 3 in a row', retried, 3],
    ['retries, 5 in a row', retried, 5],
  ])('is found for %s, within a fifth on average, rare or frequent', (_, of, size) => {
    const chance = seededChance(2);
    for (const bad of [0.001, 0.01])
      for (const requests of [600, 6000]) {
        const seen = average(worlds(100, () => minutes(HOURS, () => of(chance, size, requests, bad))));
        expect(Math.abs(seen / size - 1)).toBeLessThan(0.2);
      }
  });

  it('is believed from as many pairs of minutes on as it cannot be chance in', () => {
    // 1 + 2.5 sqrt(2 / 3) is 3.04, and 1 + 2.5 sqrt(2 / 4) is 2.77.
    expect(dispersionOf(ofSize(3, 6))).toBe(1);
    expect(dispersionOf(ofSize(3, 7))).toBe(1);
    expect(dispersionOf(ofSize(3, 8))).toBeCloseTo(3, 6);
    // With 50 pairs the limit is 1.5.
    expect(dispersionOf(ofSize(1.49, 100))).toBe(1);
    expect(dispersionOf(ofSize(1.51, 100))).toBeCloseTo(1.51, 6);
    expect(dispersionOf(ofSize(7, 100))).toBe(5);
  });

  it('is the median of what each ten minutes come to', () => {
    expect(dispersionOf([...ofSize(2.4, 10), ...ofSize(4, 10), ...ofSize(3, 10)])).toBeCloseTo(3, 6);
    expect(dispersionOf([...ofSize(4, 10), ...ofSize(3, 10)])).toBeCloseTo(3.5, 6);
    // The mean of its pairs, in which one where nothing is bad has no part.
    const mixed = [...ofSize(2, 2), ...ofSize(4, 2), ...minutes(2, () => ({ requests: 1e9, bad: 0 })), ...ofSize(3, 4)];
    expect(dispersionOf(mixed)).toBeCloseTo(3, 6);
  });

  it('goes by two minutes of which neither has more than twice the requests of the other', () => {
    expect(dispersionOf(unlike(2e9))).toBeCloseTo(4, 6);
    expect(dispersionOf(unlike(2e9 + 1))).toBe(1);
    expect(dispersionOf(unlike(2e9).map((_, i, all) => all[i ^ 1] ?? { requests: 0, bad: 0 }))).toBeCloseTo(4, 6);
  });

  it('takes a pair for what it is where nearly all requests are bad', () => {
    // (90 - 75) ** 2 / (150 * 1/4 * 50/200) is 24, and one where all are bad says nothing.
    const most = minutes(20, (i) => ({ requests: 100, bad: i % 2 === 0 ? 90 : 60 }));
    expect(dispersionOf(most)).toBe(5);
    const calm = minutes(20, (i) => ({ requests: 100, bad: i % 2 === 0 ? 80 : 70 }));
    // (80 - 75) ** 2 / 9.375 is 2.67.
    expect(dispersionOf(calm)).toBeCloseTo(25 / 9.375, 6);
    const all = { requests: 100, bad: 100 };
    expect(dispersionOf(minutes(20, () => all))).toBe(1);
    expect(dispersionOf([all, all, ...calm.slice(2)])).toBeCloseTo(25 / 9.375, 6);
  });

  it('is no larger for a dependency that was out for eight minutes, nor for day and night', () => {
    const chance = seededChance(3);
    const outage = (i: number) => clustered(chance, 1, 6000, i >= 100 && i < 108 ? 0.03 : 0.0005);
    const swing = (i: number) =>
      clustered(chance, 1, 6000 * (1 + 0.7 * Math.sin(i / 60)), 0.1 * (1 + 0.5 * Math.sin(i / 60)));
    for (const of of [outage, swing])
      expect(worlds(100, () => minutes(HOURS, of)).filter((each) => each > 1).length).toBeLessThanOrEqual(3);
  });

  it('is 1 where there is too little to tell', () => {
    expect(dispersionOf([])).toBe(1);
    expect(dispersionOf(pair(3))).toBe(1);
    expect(dispersionOf(pair(2, 0))).toBe(1);
    expect(dispersionOf(pair(0, 0, 60, 60))).toBe(1);
    expect(dispersionOf(minutes(HOURS, (i) => ({ requests: i % 2 === 0 ? 6000 : 60, bad: i % 2 === 0 ? 9 : 0 })))).toBe(
      1,
    );
  });

  it('is between 1 and its largest, whatever is counted', () => {
    const count = fc.record({ requests: fc.integer({ min: 0, max: 9999 }), bad: fc.integer({ min: 0, max: 9999 }) });
    const whole = count.map(({ requests, bad }) => ({ requests, bad: Math.min(requests, bad) }));
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 60 }), (all) => {
        const seen = dispersionOf(all);
        expect(seen).toBeGreaterThanOrEqual(1);
        expect(seen).toBeLessThanOrEqual(LARGEST);
      }),
    );
  });
});

/** At a weight of 100, 6 % against 0.1 % before. */
function alone(dispersion: number) {
  const canary = Array.from({ length: 4 }, () => ({ requests: 600, bad: 36 }));
  const remembered = { requests: 6000, bad: 6 };
  const series = errorSeries(
    'errors',
    { minutes: [], alone: { canary, remembered }, dispersion },
    { ratio: 1.5, margin: 0.001 },
  );
  return compare(series, { beside: 0.0001, alone: 0.0001 });
}

describe('evidence that is scaled by it', () => {
  /** A bet's factor for a bad and for a good request, where the canary is just tolerable. */
  const bet = fc.record({
    border: fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
    stake: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    size: fc.integer({ min: 1, max: 10 }),
  });

  it('gains nothing on average of clusters of that size, and of smaller ones', () => {
    fc.assert(
      fc.property(bet, fc.integer({ min: 1, max: 10 }), ({ border, stake, size }, other) => {
        const most = stake / border;
        const [bad, good] = [1 + most * (1 - border), 1 - most * border];
        const smaller = Math.min(size, other);
        const ofCluster = (factor: number) => scaled(factor ** smaller, size);
        expect(border * ofCluster(bad) + (1 - border) * ofCluster(good)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('gains nothing on average where only the bad are repeated so many times', () => {
    fc.assert(
      fc.property(bet, ({ border, stake, size }) => {
        const most = stake / border;
        // Of who asks, so many fail that a share of `border` of all requests is bad.
        const failed = border / (size - (size - 1) * border);
        const [bad, good] = [1 + most * (1 - border), 1 - most * border];
        const mean = failed * scaled(bad ** size, size) + (1 - failed) * scaled(good, size);
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('condemns a just tolerable canary no more often than the level allows, and without the scale it does', () => {
    const tolerance = { ratio: 1.5, margin: 0.001 };
    const level = { beside: 0.05, alone: 0.01 };
    const chance = seededChance(4);
    const condemned = { scaled: 0, plain: 0 };
    for (let release = 0; release < 600; release += 1) {
      const counted = Array.from({ length: 20 }, () => ({
        canary: retried(chance, 5, 600, 0.0025),
        production: retried(chance, 5, 5400, 0.001),
      }));
      const judged = (dispersion: number) =>
        compare(errorSeries('errors', { minutes: counted, dispersion }, tolerance), level).outcome === 'worse';
      if (judged(5)) condemned.scaled += 1;
      if (judged(1)) condemned.plain += 1;
    }
    expect(condemned.scaled / 600).toBeLessThan(0.05);
    expect(condemned.plain / 600).toBeGreaterThan(0.05);
  });

  it('at a weight of 100 is of as many clusters, and so is what is remembered', () => {
    expect(alone(1)).toMatchObject({ outcome: 'worse' });
    expect(alone(5).p).toBeGreaterThan(alone(1).p);
    expect(alone(LARGEST).outcome).toBe('open');
  });
});
