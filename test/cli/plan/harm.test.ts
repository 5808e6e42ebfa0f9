import { describe, expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { errors } from '../../../bench/exposure/faults/errors.ts';
import { simulate } from '../../../bench/exposure/simulate.ts';
import { project } from '../../../bench/exposure/strategies/project.ts';
import { STEADY } from '../../../bench/exposure/workloads/independent.ts';
import { harmOf, type HarmPlan } from '../../../cli/plan/harm.ts';
import { costOf, lessHarm, SHARES } from '../../../cli/plan/less-harm.ts';
import { DEFAULT_ALARMS } from '../../../infra/constructs/alarm-kinds.ts';
import type { AlarmLimit } from '../../../statemachine/contract/alarm-limits.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN, type Step } from '../../../statemachine/contract/plan.ts';
import { run } from '../support/run.ts';

const { errors: moreThan, errorsPercent: percent, errorRateMinRequests, errorRatePercent } = DEFAULT_ALARMS;
const LIMITS: readonly AlarmLimit[] = [
  { alarm: 'errors', settings: ['x'], counts: 'invocations', minutes: 10, ofAtLeast: 0, moreThan, percent },
  {
    alarm: 'rate',
    settings: ['x'],
    counts: 'answers',
    minutes: 1,
    ofAtLeast: errorRateMinRequests,
    moreThan: 0,
    percent: errorRatePercent,
  },
];
const ALARMS = {
  errors: moreThan,
  errorsPercent: percent,
  ratePercent: errorRatePercent,
  rateMinRequests: errorRateMinRequests,
};

/** Failed answers on average, in the benchmark's simulation of a service and this plan. */
async function played(steps: readonly Step[], rps: number, share: number, runs = 40): Promise<number> {
  const chance = seededChance(20 * rps + 100 * share);
  const { minRequests, tooFewRequests } = DEFAULT_PLAN;
  const allowance = { tooFewRequests, holdBlind: true };
  const strategy = project({ name: 'x', steps, alarms: ALARMS, minRequests, allowance, compare: DEFAULT_COMPARE });
  let bad = 0;
  for (let i = 0; i < runs; i += 1) {
    const service = { rate: rps, workload: STEADY, fault: errors(share), own: 0.0003 };
    bad += (await simulate(chance, service, strategy)).bad;
  }
  return bad / runs;
}

/** Of a release that fails always, with one weight. */
const failed = (rps: number, weight: number) =>
  harmOf({ ...DEFAULT_PLAN, steps: [{ weight, bakeSeconds: 300 }] }, LIMITS, rps, 1)?.failed ?? 0;

describe('what a release costs', () => {
  it.each([
    [2, 1],
    [20, 1],
    [20, 0.2],
    [100, 1],
    [100, 0.2],
  ])(
    'at %d requests a second, of which a share of %d fails, is what the simulation has within a third',
    async (rps, share) => {
      const told = harmOf(DEFAULT_PLAN, LIMITS, rps, share)?.failed ?? NaN;
      const real = await played(DEFAULT_PLAN.steps, rps, share);
      expect(told / real).toBeGreaterThan(2 / 3);
      expect(told / real).toBeLessThan(4 / 3);
    },
  );

  // Chance delays what is found slowly: half of the releases have less evidence than the average.
  it.each([
    [20, 0.02],
    [100, 0.01],
    [5, 0.05],
  ])('at %d requests a second, of which a small share of %d fails, is within twice of it', async (rps, share) => {
    const told = harmOf(DEFAULT_PLAN, LIMITS, rps, share)?.failed ?? NaN;
    const real = await played(DEFAULT_PLAN.steps, rps, share);
    expect(told / real).toBeGreaterThan(1 / 2);
    expect(told / real).toBeLessThan(4 / 3);
  });

  it('grows with the rate and the first weight', () => {
    expect(failed(40, 10)).toBeCloseTo(2 * failed(20, 10));
    expect(failed(20, 20)).toBeCloseTo(2 * failed(20, 10));
  });

  it('is found by alarms alone where nothing is compared, and by the comparison alone without them', () => {
    const alarmsOnly: HarmPlan = { ...DEFAULT_PLAN, compare: false };
    expect(harmOf(alarmsOnly, LIMITS, 20, 0.03)).toBeUndefined();
    expect(harmOf(DEFAULT_PLAN, LIMITS, 20, 0.03)).toBeDefined();
    // A minute makes at most a hundredfold of a bet, so that it takes three: shown at the second check, after 90 s of
    // settling and twice 60 s. A rollback takes eight.
    expect(harmOf(DEFAULT_PLAN, [], 20, 1)).toMatchObject({ seconds: 218, weight: 10 });
    expect(harmOf(alarmsOnly, [], 20, 1)).toBeUndefined();
  });
});

describe('a plan for less harm', () => {
  it.each([
    [20, 50],
    [60, 100],
    [5, 20],
  ])(
    'at %d requests a second for %d failed answers costs no more in the simulation, whatever share fails',
    async (rps, most) => {
      const { steps, worst } = lessHarm(DEFAULT_PLAN, LIMITS, rps, most);
      expect(worst?.failed).toBeLessThanOrEqual(1.1 * most);
      const costs: number[] = [];
      for (const share of SHARES.filter((each) => each >= 0.02)) costs.push(await played(steps, rps, share));
      expect(Math.max(...costs)).toBeLessThan(1.5 * most);
      expect(Math.max(...costs)).toBeGreaterThan(0.4 * most);
    },
  );

  it('begins with the largest weight that will do, rises threefold at most, and ends as the present one', () => {
    const { steps } = lessHarm(DEFAULT_PLAN, LIMITS, 20, 50);
    expect(steps.map(({ weight }) => weight)).toEqual([2, 6, 10, 30, 50, 100]);
    const larger = { ...DEFAULT_PLAN, steps: [{ weight: 3, bakeSeconds: 300 }, ...DEFAULT_PLAN.steps] };
    expect(costOf(larger, LIMITS, 20).worst?.failed).toBeGreaterThan(55);
  });

  it('bakes for as long as the requests take that the plan asks for', () => {
    const { steps } = lessHarm(DEFAULT_PLAN, LIMITS, 1, 2);
    expect(steps[0]).toEqual({ weight: 1, bakeSeconds: 2040 });
  });

  it('is the present one where that is good enough, and the least there is where nothing is', () => {
    expect(lessHarm(DEFAULT_PLAN, LIMITS, 20, 500).steps).toBe(DEFAULT_PLAN.steps);
    expect(lessHarm(DEFAULT_PLAN, LIMITS, 1000, 50).steps[0]?.weight).toBe(1);
  });
});

describe('canary plan --harm', () => {
  it('says what the present plan costs, and a plan to paste', async () => {
    const { out, status } = await run('plan --harm 50 --rps 20');
    expect(status).toBe(0);
    expect(out).toContain('At 20 requests a second, as deployed (10, 30, 50, 100 %):');
    expect(out).toMatch(/fails always {2}\d+ failed answers, 0\d:\d\d at 10 %, the most/);
    expect(out).toMatch(/For about 50 \(\d, .*10, 30, 50, 100 %\):/);
    const pasted = /"plan": (.*)/.exec(out)?.[1] ?? '';
    expect(JSON.parse(pasted)).toEqual({ steps: expect.arrayContaining([{ weight: 100, bakeSeconds: 300 }]) });
  });

  it('says so where the plan will do, and where none will', async () => {
    expect((await run('plan --harm 5000 --rps 20')).out).toContain('That is no more than 5,000 already.');
    expect((await run('plan --harm 5 --rps 1000')).out).toContain('About 5 cannot be had; the least is (1,');
    expect((await run('plan --harm 5 --rps 0.01')).out).toContain('may be promoted unfound');
  });

  it('tells programs the same', async () => {
    const { out } = await run('plan --harm 50 --rps 20 --json');
    expect(JSON.parse(out)).toMatchObject({
      rps: 20,
      harm: 50,
      present: { steps: { length: 4 } },
      proposed: { enough: true },
    });
  });

  it.each(['plan --harm 50', 'plan --rps 20', 'plan --harm 0 --rps 20', 'plan --harm 50 --rps fast'])(
    'rejects `%s`',
    async (line) => {
      expect((await run(line)).status).toBe(64);
    },
  );
});
