import { describe, expect, it } from 'vitest';
import { isOn } from '../../../bench/exposure/alarms.ts';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { errors } from '../../../bench/exposure/faults/errors.ts';
import { SILENT, type Lateness, type Sample } from '../../../bench/exposure/minutes.ts';
import { PATIENCE, simulate } from '../../../bench/exposure/simulate.ts';
import { DEPLOYED, LAST_WEIGHT_95, OTHERS, OWN } from '../../../bench/exposure/strategies/index.ts';
import { readMinutes } from '../../../bench/exposure/strategies/published.ts';
import { coldCaches } from '../../../bench/exposure/workloads/hosts.ts';
import { failing } from '../../../bench/exposure/workloads/independent.ts';
import { outage } from '../../../bench/exposure/workloads/last-step.ts';
import { isWhole, type Part } from '../../../rollout/lambda/whole.ts';
import { endings, named, serviceOf } from './scenes.ts';

const PARTS: readonly Part[] = ['errors', 'answers', 'times'];
const IN_TIME: Lateness = { invocations: 0, errors: 0, duration: 0, requests: 0, serverErrors: 0 };

/** One minute, shown 30 s after its end, of which one metric of the canary comes a minute later. */
function read(metric: keyof Lateness, now: number) {
  const side = { requests: 100, errors: 7, throttled: 2, slow: [90, 80, 50, 40, 10, 5, 1, 0, 0] };
  const sample: Sample = {
    canary: side,
    production: side,
    bad: 0,
    late: { canary: { ...IN_TIME, [metric]: 60 }, production: IN_TIME },
  };
  const view = { minutes: [sample], shown: 1, shownAt: [90] };
  const [minute] = readMinutes(view, 0, now, true);
  if (minute === undefined) throw new Error('one minute is shown');
  return { minute, missing: PARTS.filter((part) => !isWhole(minute, part, new Date(now * 1000))) };
}

describe('a minute that is read', () => {
  it('has an error as an exception and an answer, and a throttled request as an answer only', () => {
    const { canary } = read('duration', 200).minute;
    expect(canary).toMatchObject({ invocations: 98, errors: 5, requests: 100, serverErrors: 7 });
    expect(canary.proof).toEqual({ errorSamples: 98, timeSamples: 98, otherAnswers: 93 });
  });

  it.each([
    ['duration', ['times']],
    ['errors', ['errors']],
    ['serverErrors', ['answers']],
    ['requests', ['answers']],
    ['invocations', ['errors', 'times']],
  ] as const)('is not whole before its %s are there, and then it is', (metric, parts) => {
    expect(read(metric, 100).missing).toEqual(parts);
    expect(read(metric, 150).missing).toEqual([]);
  });
});

describe('this project', () => {
  it('takes back a canary of which every answer fails within four minutes', () => {
    for (const { ended, detection } of endings(DEPLOYED, { rate: 10, fault: errors(1) }, 20)) {
      expect(ended).toBe('rolled back');
      expect(detection).toBeLessThan(240);
    }
  });

  it('promotes what is healthy where there is much traffic; with alarms that only count errors it would not', () => {
    const busy = serviceOf({ rate: 1000, own: 0.001 });
    expect(simulate(seededChance(5), busy, DEPLOYED, PATIENCE).ended).toBe('promoted');
    expect(simulate(seededChance(5), busy, named(OWN, 'this project, alarms'), PATIENCE).ended).toBe('promoted');
    expect(simulate(seededChance(5), busy, named(OWN, 'this project, counting'), PATIENCE).ended).toBe('rolled back');
    expect(simulate(seededChance(5), busy, named(OTHERS, 'CodeDeploy Canary'), PATIENCE).ended).toBe('rolled back');
  });

  it('keeps a yardstick at a last weight of 95: an outage on both sides then rolls back nobody', () => {
    const ended = endings(LAST_WEIGHT_95, { rate: 100, workload: outage(0.03, 2) }, 10, PATIENCE);
    expect(ended.every(({ ended: how }) => how === 'promoted')).toBe(true);
  });

  it('is rolled back by its alarms where both sides fail more than they allow', () => {
    const workload = failing(0.06);
    const ended = endings(DEPLOYED, { rate: 100, workload, own: 0.06 }, 5, PATIENCE);
    expect(ended.every(({ ended: how }) => how === 'rolled back')).toBe(true);
  });

  it('sees cold caches of its canary', () => {
    const ended = endings(DEPLOYED, { rate: 1, workload: coldCaches(100, 5) }, 5, PATIENCE);
    expect(ended.every(({ ended: how }) => how !== 'running')).toBe(true);
  });
});

const minute = (requests: number, failed: number): Sample => ({
  canary: { ...SILENT, requests, errors: failed },
  production: SILENT,
  bad: 0,
});

it('an alarm is on by many errors in ten minutes, or by a rate in the newest of enough requests', () => {
  const rules = { errors: 5, errorsPercent: 5, ratePercent: 5, rateMinRequests: 100 };
  const on = (minutes: readonly Sample[]) => isOn(rules, minutes, minutes.length, ({ canary }) => canary);
  expect(on([minute(20, 3), minute(20, 3)])).toBe(true);
  expect(on([minute(20, 3), minute(200, 3)])).toBe(false);
  expect(on([minute(1000, 0), minute(100, 6)])).toBe(true);
  expect(on([minute(1000, 0), minute(99, 6)])).toBe(false);
});
