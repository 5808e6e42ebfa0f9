import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { METRICS } from '../../../bench/exposure/minutes.ts';
import { bursts, rushes } from '../../../bench/exposure/workloads/bursts.ts';
import { heavyClient, retries, stickyClients } from '../../../bench/exposure/workloads/clients.ts';
import { badHost, coldCaches } from '../../../bench/exposure/workloads/hosts.ts';
import { diurnal, failing, heavyTailed, night, STEADY, wide } from '../../../bench/exposure/workloads/independent.ts';
import { outage, slowdown } from '../../../bench/exposure/workloads/last-step.ts';
import { durationApart, lateMetrics } from '../../../bench/exposure/workloads/late.ts';
import { WORKLOADS, WORKLOADS_TO_CHOOSE_BY } from '../../../bench/exposure/workloads/index.ts';
import { loadsOf, minuteAt, playMinutes, total } from './scenes.ts';

const byMinute = (minutes: number) => Array.from({ length: minutes }, (_, index) => ({ index, released: index }));

describe('independent requests', () => {
  it('come at one rate, and at night at a part of it', () => {
    const [steady] = loadsOf(STEADY, [{}]);
    const side = { errors: 0.001, slowness: 1 };
    expect(steady).toEqual({ requests: 600, share: 0.5, canary: side, production: side });
    expect(loadsOf(night(0.1), [{}])[0]?.requests).toBeCloseTo(60, 9);
  });

  it('swing over a day around their rate, and are slowest where they are most', () => {
    const day = loadsOf(diurnal(0.7, 1.5), byMinute(1440));
    const requests = day.map((load) => load.requests);
    expect(requests.reduce((sum, each) => sum + each, 0) / 1440).toBeCloseTo(600, 6);
    expect([Math.max(...requests), Math.min(...requests)].map(Math.round)).toEqual([1020, 180]);
    const most = day[requests.indexOf(Math.max(...requests))];
    expect(most?.canary.slowness).toBeCloseTo(1.5, 4);
    expect(most?.production).toEqual(most?.canary);
  });

  it('take as long as their distribution says', () => {
    const [lognormal, pareto] = [wide(1), heavyTailed(2.5)].map(
      (workload) => workload.begin(seededChance(1), { rate: 1, own: 0 }).times,
    );
    // P(Z > 1) = 0.158655.
    expect(lognormal?.beyond(40 * Math.E)).toBeCloseTo(0.158655, 6);
    expect(lognormal?.beyond(40)).toBeCloseTo(0.5, 6);
    // (60 / 30)^-2.5 = 0.176777; nothing is faster than 30 ms.
    expect(pareto?.beyond(60)).toBeCloseTo(0.176777, 6);
    expect(pareto?.beyond(20)).toBe(1);
  });

  it('fail as often as they are said to, and beyond 1 % are summed apart', () => {
    expect([failing(0.01), failing(0.025)].map(({ own, group }) => [own, group])).toEqual([
      [0.01, 'independent'],
      [0.025, 'failing'],
    ]);
  });
});

describe('trouble that both sides share', () => {
  it('hits one minute in thirty, both sides alike', () => {
    const loads = loadsOf(bursts(0.1), byMinute(6000));
    const hit = loads.filter(({ canary }) => canary.errors > 0.01);
    // Binomial: five standard errors of 200.
    expect(Math.abs(hit.length - 200)).toBeLessThan(5 * Math.sqrt(200));
    expect(hit[0]?.canary.errors).toBeCloseTo(1 - 0.999 * 0.9, 9);
    expect(loads.every(({ canary, production }) => canary === production || canary.errors === production.errors)).toBe(
      true,
    );
  });

  it('rushes in every tenth minute, with five times the traffic and twenty times the errors', () => {
    const loads = loadsOf(rushes(5), byMinute(20));
    expect(loads.map(({ requests }, i) => (requests > 600 ? i : -1)).filter((i) => i >= 0)).toEqual([7, 17]);
    expect(loads[7]?.requests).toBe(3000);
    expect(loads[7]?.canary.errors).toBeCloseTo(0.02, 3);
  });

  it('comes in the last step: an outage for two minutes, or slowness to its end', () => {
    const atLast = [-1, 0.5, 2, 3.5, 4.1].map((minutes) => ({ atLast: minutes }));
    expect(loadsOf(outage(0.03, 2), atLast).map(({ canary }) => Number(canary.errors.toFixed(4)))).toEqual([
      0.001, 0.001, 0.031, 0.031, 0.001,
    ]);
    expect(loadsOf(slowdown(2), atLast).map(({ production }) => production.slowness)).toEqual([1, 1, 2, 2, 2]);
  });
});

describe('requests that come in clusters', () => {
  it('are retried on the same side: each failure counts five times, and so do its requests', () => {
    const own = 0.02;
    const [plain, retried] = [STEADY, retries(5)].map((workload) =>
      playMinutes({ rate: 100, workload, own }, 200).map(({ canary }) => canary),
    );
    const share = (sides: typeof plain) =>
      total(sides ?? [], ({ errors }) => errors) / total(sides ?? [], ({ requests }) => requests);
    expect(share(plain)).toBeCloseTo(own, 2.5);
    // 5 p / (1 + 4 p).
    expect(share(retried)).toBeCloseTo(0.1 / 1.08, 2.3);
    expect(retried?.every(({ errors }) => errors % 5 === 0)).toBe(true);
  });

  it('are of one client that is wholly on one side, and carries its errors there', () => {
    const loads = loadsOf(
      heavyClient(0.3, 0.03),
      Array.from({ length: 400 }, () => ({ share: 0.1 })),
    );
    const onCanary = loads.filter(({ share }) => share > 0.3);
    // 30 % and a tenth of the rest.
    expect(onCanary[0]?.share).toBeCloseTo(0.37, 9);
    expect(onCanary[0]?.canary.errors).toBeCloseTo((0.3 * 0.031 + 0.07 * 0.001) / 0.37, 9);
    expect(loads.find(({ share }) => share < 0.3)?.share).toBeCloseTo(0.07, 9);
    // As often as the weight says: connections of ten minutes, so 400 minutes are some 40 of them.
    expect(onCanary.length / 400).toBeLessThan(0.35);
    expect(onCanary.length).toBeGreaterThan(0);
  });

  it('stick to their side, and leave a side without weight at once', () => {
    const shares = [...Array.from({ length: 50 }, () => 0.5), 0, 1];
    const loads = loadsOf(
      stickyClients(40),
      shares.map((share) => ({ share })),
    );
    expect(loads.slice(-2).map(({ share }) => Math.round(1e9 * share) / 1e9)).toEqual([0, 1]);
    const inFortieths = loads.map(({ share }) => share * 40);
    expect(inFortieths.every((count) => Math.abs(count - Math.round(count)) < 1e-9)).toBe(true);
    expect(new Set(loads.map(({ canary }) => canary.errors)).size).toBeGreaterThan(5);
  });
});

describe('single hosts and environments', () => {
  it('one is bad for one to three minutes, on one side', () => {
    const chance = seededChance(1);
    const releases = Array.from({ length: 100 }, () => {
      const world = badHost(0.2).begin(chance, { rate: 10, own: 0.001 });
      return byMinute(60)
        .map((minute) => world.minute(minuteAt(minute)))
        .filter(({ canary, production }) => canary.errors !== production.errors);
    });
    expect([...new Set(releases.map(({ length }) => length))].sort((a, b) => a - b)).toEqual([1, 2, 3]);
    const sides = releases.map((bad) => bad.map(({ canary }) => canary.errors > 0.001));
    expect(sides.every((onCanary) => new Set(onCanary).size === 1)).toBe(true);
    const most = releases.flat().flatMap(({ canary, production }) => [canary.errors, production.errors]);
    // A fifth of a tenth, and what fails anyway.
    expect(Math.max(...most)).toBeCloseTo(0.001 + 0.999 * 0.02, 9);
    // Half of the weight, half of the releases: five standard errors.
    expect(Math.abs(sides.filter(([onCanary]) => onCanary === true).length - 50)).toBeLessThan(25);
  });

  it('new ones have cold caches: the first hundred requests of each take longer, and then none', () => {
    // 600 requests a second are 60 environments, which are cold for 6,000 of the first minute's 36,000 requests.
    const minutes = playMinutes(
      { rate: 600, workload: coldCaches(100, 5), own: 0 },
      4,
      { times: 'as they are' },
      { share: 1 },
    );
    const beyond231 = minutes.map(({ canary }) => canary.slow[5] ?? 0);
    // P(Z > ln(231/200)/0.5) = 0.3866 of the cold, and P(Z > ln(231/40)/0.5) = 0.0002 of all others.
    expect(beyond231[0]).toBeGreaterThan(0.36 * 6000);
    expect(beyond231[0]).toBeLessThan(0.41 * 6000 + 100);
    expect(beyond231[3]).toBeLessThan(60);
  });
});

describe('metrics that are not all there', () => {
  it('come two minutes late, one minute in a thousand of each', () => {
    const world = lateMetrics(1000, 120).begin(seededChance(2), { rate: 1, own: 0 });
    const late = Array.from({ length: 40_000 }, () => Object.values(world.late?.() ?? {})).flat();
    expect(new Set(late)).toEqual(new Set([0, 120]));
    const seen = late.filter((seconds) => seconds === 120).length;
    const expected = 40 * METRICS.length;
    expect(Math.abs(seen - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it('never come where they are missing', () => {
    const world = lateMetrics(10, Infinity).begin(seededChance(2), { rate: 1, own: 0 });
    expect(Array.from({ length: 50 }, () => Object.values(world.late?.() ?? {})).flat()).toContain(Infinity);
  });

  it('come apart: Duration or the rest first, and never more than the delays allow', () => {
    const world = durationApart(17, 96).begin(seededChance(2), { rate: 1, own: 0 });
    const seen = Array.from({ length: 500 }, () => world.late?.());
    expect(seen.every((late) => late !== undefined && (late.duration === 0) !== (late.invocations === 0))).toBe(true);
    expect(Math.max(...seen.flatMap((late) => Object.values(late ?? {})))).toBeLessThanOrEqual(79);
    expect(seen.every((late) => late?.invocations === late?.errors && late?.requests === 0)).toBe(true);
  });
});

it('the set to choose by has no shape of the report, and every group of it', () => {
  const names = new Set(WORKLOADS.map(({ name }) => name));
  const shared = WORKLOADS_TO_CHOOSE_BY.filter(({ name }) => names.has(name)).map(({ name }) => name);
  // The same names, other sizes.
  expect(shared.sort()).toEqual([
    'Duration apart from Invocations',
    'Pareto times',
    'diurnal swing',
    'night',
    'rushes',
    'wide lognormal times',
  ]);
  expect(new Set(WORKLOADS_TO_CHOOSE_BY.map(({ group }) => group))).toEqual(
    new Set(WORKLOADS.map(({ group }) => group)),
  );
});
