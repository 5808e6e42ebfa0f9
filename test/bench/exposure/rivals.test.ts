import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { errors } from '../../../bench/exposure/faults/errors.ts';
import { HEALTHY, type Fault } from '../../../bench/exposure/faults/fault.ts';
import { slower } from '../../../bench/exposure/faults/latency.ts';
import { SILENT, type Sample, type Side } from '../../../bench/exposure/minutes.ts';
import { simulate, type Outcome } from '../../../bench/exposure/simulate.ts';
import { fisher } from '../../../bench/exposure/strategies/fisher-test.ts';
import { FISHER } from '../../../bench/exposure/strategies/fisher.ts';
import { FLAGGER } from '../../../bench/exposure/strategies/flagger.ts';
import { OTHERS } from '../../../bench/exposure/strategies/index.ts';
import { isHigh, KAYENTA } from '../../../bench/exposure/strategies/kayenta.ts';
import { shiftBetween } from '../../../bench/exposure/strategies/mann-whitney.ts';
import { evidenceOf, isBeyond, SPRT } from '../../../bench/exposure/strategies/sprt.ts';
import { endings, named, serviceOf, viewOf } from './scenes.ts';

const side = (requests: number, failed: number): Side => ({ ...SILENT, requests, errors: failed });

describe('a schedule', () => {
  it.each([
    // In minutes of all the traffic, within the hour.
    ['CodeDeploy Canary', 0.1 * 5 + 55],
    ['CodeDeploy Linear', 4.5 + 51],
    ['static', 0.1 * 60],
    ['ECS', 0.05 * 11.5 + 48.5],
    ['Argo', 0.2 * 10 + 0.4 * 10 + 0.6 * 10 + 0.8 * 10 + 20],
    // 5 % more each minute, ten of them, and then everything.
    ['Flagger', 0.05 * 55 + 50],
    ['Kayenta', 0.1 * 51 + 9],
  ])('of %s exposes users as it is published when nothing stops it', async (name, minutesOfAll) => {
    const { canaryRequests, ended } = await simulate(
      seededChance(3),
      serviceOf({ rate: 1, own: 0 }),
      named(OTHERS, name),
    );
    expect(ended).not.toBe('rolled back');
    // Poisson: five standard errors of some thousand requests, and the phase of a minute.
    expect(Math.abs(canaryRequests - 60 * minutesOfAll)).toBeLessThan(5 * Math.sqrt(60 * minutesOfAll) + 60);
  });
});

/** Minute by minute, the canary as given and a load test of 1,200 requests. */
function play(minutes: readonly Side[], tested: Side) {
  const release = FLAGGER.start(0, seededChance(1));
  const samples: Sample[] = [];
  return minutes.map((canary, i) => {
    samples.push({ canary, production: SILENT, bad: 0, tested });
    return release.act((i + 1) * 60 + 20, viewOf(samples));
  });
}

describe('Flagger', () => {
  it('counts its load test: one failed answer of a quiet canary is no failed check', () => {
    // 10 of 11 answers of users fail; with the load test 10 of 1,211, which is below 1 %.
    const actions = play(
      Array.from({ length: 12 }, () => side(11, 10)),
      side(1200, 0),
    );
    expect(actions.at(-1)).toEqual({ weight: 100, ended: 'promoted' });
  });

  it('rolls back with the tenth failed check', () => {
    const actions = play(
      Array.from({ length: 11 }, () => side(11, 0)),
      side(1200, 30),
    );
    expect(actions[0]).toEqual({ weight: 5 });
    expect(actions.slice(1, 10)).toEqual(Array.from({ length: 9 }, () => ({})));
    expect(actions[10]).toEqual({ ended: 'rolled back' });
  });

  it('finds 5 % errors at one request a second, which it would not without its load test', async () => {
    const fault = errors(0.05);
    const { loadTest: _, ...without } = FLAGGER;
    const [found, less] = [
      await endings(FLAGGER, { rate: 1, fault }, 40),
      await endings(without, { rate: 1, fault }, 40),
    ].map((outcomes) => outcomes.filter(({ ended }) => ended === 'rolled back').length);
    expect(found).toBe(40);
    expect(less).toBeLessThan(36);
  });
});

const end = (fault: Fault) => endings(KAYENTA, { rate: 100, own: 0.001, fault }, 10);

describe('the Mann-Whitney test', () => {
  it('has the estimate of Hodges and Lehmann, and order statistics around it', () => {
    // Differences 1-1, 1-2, 2-1, 2-2, 9-1, 9-2: -1, 0, 0, 1, 7, 8. Their median is 0.5; so few give no more than all.
    expect(shiftBetween([1, 2, 9], [1, 2])).toEqual({ estimate: 0.5, lower: -1, upper: 8 });
  });

  it('has an interval of 98 % confidence', () => {
    const chance = seededChance(9);
    const values = () => Array.from({ length: 30 }, () => chance.uniform());
    const covered = Array.from({ length: 400 }, () => {
      const { lower, upper } = shiftBetween(values(), values());
      return lower <= 0 && 0 <= upper;
    }).filter(Boolean).length;
    // 392 of 400 are expected; five standard errors are 14.
    expect(covered).toBeGreaterThan(378);
  });

  it('calls nothing worse that is within a quarter of the estimate, or all the same', () => {
    const base = Array.from({ length: 50 }, (_, i) => 100 + (i % 5));
    expect(
      isHigh(
        base.map((value) => value + 40),
        base,
      ),
    ).toBe(true);
    expect(
      isHigh(
        base.map((value) => value - 40),
        base,
      ),
    ).toBe(false);
    expect(isHigh([0, 0], [0, 0])).toBe(false);
  });

  it('of Kayenta rolls back after 50 minutes what fails or is slow, and lets through what is healthy', async () => {
    const healthy = await end(HEALTHY);
    expect(healthy.filter(({ ended }) => ended === 'promoted').length).toBeGreaterThanOrEqual(9);
    for (const fault of [errors(0.02), slower(2)]) {
      const outcomes = await end(fault);
      expect(outcomes.every(({ ended }) => ended === 'rolled back')).toBe(true);
      expect(outcomes.every(({ detection = 0 }) => detection >= 50 * 60)).toBe(true);
    }
  });
});

describe("Fisher's exact test", () => {
  it('is right about the lady who tastes tea', () => {
    // All four of four: 1 in 70. Three or more: 17 in 70.
    expect(fisher({ requests: 4, bad: 4 }, { requests: 4, bad: 0 })).toBeCloseTo(1 / 70, 9);
    expect(fisher({ requests: 4, bad: 3 }, { requests: 4, bad: 1 })).toBeCloseTo(17 / 70, 9);
    expect(fisher({ requests: 4, bad: 0 }, { requests: 4, bad: 4 })).toBeCloseTo(1, 9);
  });

  it('is one-sided, and says nothing where there is nothing to compare', () => {
    expect(fisher({ requests: 100, bad: 1 }, { requests: 900, bad: 90 })).toBeGreaterThan(0.99);
    expect(fisher({ requests: 100, bad: 50 }, { requests: 0, bad: 0 })).toBe(1);
  });

  it('at the end of each step rolls back at the first end that shows it', async () => {
    const outcomes = await endings(FISHER, { rate: 100, fault: errors(0.05) }, 10);
    expect(
      outcomes.every(({ ended, detection = 0 }) => ended === 'rolled back' && detection > 380 && detection < 400),
    ).toBe(true);
    const healthy = await endings(FISHER, { rate: 100 }, 40, 61);
    expect(healthy.filter(({ ended }) => ended === 'rolled back').length).toBeLessThanOrEqual(3);
  });
});

const truth = (canary: number, production: number) => ({
  errors: { canary, production },
  beyond: { canary: [0.5, 0.1], production: [0.5, 0.1] },
});

describe('the test that knows the truth', () => {
  it("adds Wald's logarithm of the likelihood ratio against the nearest tolerable canary", () => {
    // Tolerable beside 1 %: 1.6 %. 3 of 100 fail, of a canary that fails 5 %.
    const evidence = evidenceOf({ canary: side(100, 3), truth: truth(0.05, 0.01) });
    expect(evidence).toBeCloseTo(3 * Math.log(0.05 / 0.016) + 97 * Math.log(0.95 / 0.984), 9);
    expect(evidenceOf({ canary: side(100, 3), truth: truth(0.016, 0.01) })).toBe(0);
  });

  it('knows what is beyond the tolerance, also of times', () => {
    expect(isBeyond(truth(0.0161, 0.01))).toBe(true);
    expect(isBeyond(truth(0.0159, 0.01))).toBe(false);
    const slow = { errors: { canary: 0, production: 0 }, beyond: { canary: [0.5, 0.2], production: [0.5, 0.1] } };
    expect(isBeyond(slow)).toBe(true);
    expect(isBeyond({ ...slow, beyond: { ...slow.beyond, canary: [0.5, 0.149] } })).toBe(false);
  });

  it('needs as many requests as Wald says', () => {
    // ln(1 / 0.0005) over the divergence between 5 % and the 0.25 % that is tolerable beside 0.1 %: 73 requests.
    const information = 0.05 * Math.log(0.05 / 0.0025) + 0.95 * Math.log(0.95 / 0.9975);
    const expected = Math.log(2000) / information;
    expect(Math.round(expected)).toBe(73);
    const chance = seededChance(4);
    const used = Array.from({ length: 2000 }, () => {
      let [requests, evidence] = [0, 0];
      for (; evidence < Math.log(2000); requests += 1)
        evidence += evidenceOf({ canary: side(1, chance.binomial(1, 0.05)), truth: truth(0.05, 0.001) });
      return requests;
    });
    const mean = used.reduce((sum, each) => sum + each, 0) / used.length;
    // The last step goes beyond: by less than one failed answer's worth, ln(20) / information.
    expect(mean).toBeGreaterThan(expected);
    expect(mean).toBeLessThan(expected + Math.log(20) / information);
  });

  it('never rolls back what is tolerable', async () => {
    const outcomes: Outcome[] = [];
    for (const fault of [HEALTHY, slower(1.5), errors(0.004, 0.01)])
      outcomes.push(...(await endings(SPRT, { rate: 100, fault, own: fault.own ?? 0.001 }, 5)));
    expect(outcomes.every(({ ended }) => ended === 'promoted')).toBe(true);
  });
});
