import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { parseExposureOptions } from '../../../bench/exposure/options.ts';
import { atMost, median, upperChance } from '../../../bench/exposure/proportion.ts';
import { runExposure } from '../../../bench/exposure/run.ts';
import { FAULTS, HEALTHY, loadOf, sample, type Fault, type Service } from '../../../bench/exposure/service.ts';
import { simulate, type Strategy } from '../../../bench/exposure/simulate.ts';
import { OTHERS, OWN } from '../../../bench/exposure/strategies/index.ts';

const ignore = () => undefined;

function strategy(name: string): Strategy {
  const found = [...OWN, ...OTHERS].find((each) => each.name.startsWith(name));
  if (found === undefined) throw new Error(`no strategy ${name}`);
  return found;
}

function serviceOf(fault: Fault, rate: number): Service {
  return { rate, trace: 'steady', fault, errorShare: 0.0001 };
}

function faultOf(name: string): Fault {
  const found = FAULTS.find((fault) => fault.name === name);
  if (found === undefined) throw new Error(`no fault ${name}`);
  return found;
}

describe('a proportion', () => {
  it('has the upper bound of Clopper and Pearson', () => {
    expect(upperChance(0, 10_000)).toBeCloseTo(1 - 0.05 ** (1 / 10_000), 9);
    expect(atMost(4, 10_000, upperChance(4, 10_000))).toBeCloseTo(0.05, 6);
    expect(upperChance(10, 10)).toBe(1);
    // P(X <= 1) of 2 throws of a fair coin.
    expect(atMost(1, 2, 0.5)).toBeCloseTo(0.75, 12);
  });

  it('has a middle', () => expect([median([3, 1, 2]), median([])]).toEqual([2, undefined]));
});

describe('the simulated service', () => {
  it('has five times the traffic and more errors on both sides in a burst, and a tenth at night', () => {
    const service = serviceOf(HEALTHY, 10);
    expect(loadOf(service, 7)).toEqual({ requests: 600, errors: 0.0001 });
    expect(loadOf({ ...service, trace: 'bursts' }, 17)).toEqual({ requests: 3000, errors: 0.002 });
    expect(loadOf({ ...service, trace: 'bursts' }, 18)).toEqual({ requests: 600, errors: 0.0001 });
    expect(loadOf({ ...service, trace: 'night' }, 7).requests).toBeCloseTo(60, 9);
  });

  it('is as slow on both sides when nothing is wrong, and twice as slow when that is the fault', () => {
    const minute = { index: 30, share: 0.5, weight: 50, age: 10 };
    // Half of production is beyond the median of 40 ms; the canary is read at 1.5 times the time: of a version twice as
    // slow 30 ms, before its median.
    const beyond46 = (fault: Fault) => {
      const { canary, production } = sample(seededChance(1), serviceOf(fault, 1000), minute, true);
      return [canary, production].map(({ slow, requests }) => (slow[3] ?? 0) / requests);
    };
    // P(Z > ln(46/40)/0.5) = 0.390; P(Z > ln(69/40)/0.5) = 0.138; P(Z > ln(69/80)/0.5) = 0.616.
    const [healthy, production] = beyond46(HEALTHY);
    expect(healthy).toBeCloseTo(0.138, 1.7);
    expect(production).toBeCloseTo(0.39, 1.7);
    expect(beyond46(faultOf('latency x2'))[0]).toBeCloseTo(0.616, 1.7);
  });
});

describe('a strategy', () => {
  it.each([
    // In minutes of all the traffic, within the hour.
    ['CodeDeploy Canary', 0.1 * 5 + 55],
    ['static', 0.1 * 60],
    ['ECS', 0.05 * 11.5 + 48.5],
    ['Argo', 0.2 * 10 + 0.4 * 10 + 0.6 * 10 + 0.8 * 10 + 20],
  ])('%s exposes users by its published schedule when nothing stops it', (name, minutesOfAll) => {
    const quiet: Service = { rate: 1, trace: 'steady', fault: HEALTHY, errorShare: 0 };
    const { canaryRequests, ended } = simulate(seededChance(3), quiet, strategy(name));
    expect(ended).not.toBe('rolled back');
    // Poisson: five standard errors of some thousand requests, and the phase of a minute.
    expect(Math.abs(canaryRequests - 60 * minutesOfAll)).toBeLessThan(5 * Math.sqrt(60 * minutesOfAll) + 60);
  });

  it('of this project takes back a canary of which every answer fails within four minutes, and before 30 %', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { ended, detection } = simulate(
        seededChance(seed),
        serviceOf(faultOf('total failure'), 10),
        strategy('this project, as'),
      );
      expect(ended).toBe('rolled back');
      expect(detection).toBeLessThan(240);
    }
  });

  it('promotes what is healthy where there is much traffic; with alarms that only count errors it would not', () => {
    const busy = { ...serviceOf(HEALTHY, 1000), errorShare: 0.001 };
    expect(simulate(seededChance(5), busy, strategy('this project, as')).ended).toBe('promoted');
    expect(simulate(seededChance(5), busy, strategy('this project, alarms')).ended).toBe('promoted');
    expect(simulate(seededChance(5), busy, strategy('this project, counting')).ended).toBe('rolled back');
    expect(simulate(seededChance(5), busy, strategy('CodeDeploy Canary')).ended).toBe('rolled back');
  });
});

describe('the benchmark', () => {
  const effort = { healthy: 8, faulty: 1, steady: 1 };

  it('gives the same report for the same seed, and says what it is', () => {
    const first = runExposure(effort, 1, '2026-01-05', 'npm run bench:exposure', ignore);
    expect(runExposure(effort, 1, '2026-01-05', 'npm run bench:exposure', ignore)).toEqual(first);
    const text = first.markdown.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Measured on 2026-01-05 by `npm run bench:exposure`, seed 1: 8 healthy releases of each strategy and 1 ',
    );
    for (const { name } of [...OWN, ...OTHERS]) expect(first.svg).toContain(name);
    for (const { name } of FAULTS) expect(first.summary).toContain(name);
    expect(first.report.targets.map(({ met }) => met)).toHaveLength(5);
    // One source of truth: the alarms are those of the settings.
    expect(text).toContain(
      'that count errors which are more than 5 % of the requests, and a rate from 100 requests in a minute on',
    );
  });

  it('reads its options, and rejects a seed that is none', () => {
    expect(parseExposureOptions([], ignore)).toEqual({
      healthy: 10_000,
      faulty: 120,
      steady: 400,
      seed: 7,
      quick: false,
      out: 'docs',
    });
    expect(parseExposureOptions(['--quick', '--seed', '3'], ignore)).toMatchObject({
      seed: 3,
      quick: true,
      out: undefined,
    });
    expect(() => parseExposureOptions(['--seed', 'x'], ignore)).toThrow('expected a whole number');
    expect(() => parseExposureOptions(['--help'], ignore)).toThrow('outputHelp');
  });
});
