import { describe, expect, it } from 'vitest';
import { isOn } from '../../../bench/exposure/alarms.ts';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { errors } from '../../../bench/exposure/faults/errors.ts';
import { slowTail } from '../../../bench/exposure/faults/latency.ts';
import { History } from '../../../bench/exposure/history.ts';
import { SILENT, type Lateness, type Sample, type Side } from '../../../bench/exposure/minutes.ts';
import { Scene } from '../../../bench/exposure/sample.ts';
import { PATIENCE, simulate } from '../../../bench/exposure/simulate.ts';
import { DEPLOYED, LAST_WEIGHT_95, OTHERS, OWN, WITH_TAIL } from '../../../bench/exposure/strategies/index.ts';
import { PublishedMinutes, RELEASED_BEFORE } from '../../../bench/exposure/strategies/published.ts';
import { coldCaches } from '../../../bench/exposure/workloads/hosts.ts';
import { failing, heavyTailed, STEADY } from '../../../bench/exposure/workloads/independent.ts';
import { outage } from '../../../bench/exposure/workloads/last-step.ts';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import { isWhole, type Part } from '../../../rollout/lambda/whole.ts';
import { endings, minuteAt, named, serviceOf, total, viewOf } from './scenes.ts';

const PARTS: readonly Part[] = ['errors', 'answers', 'times'];
const dateOf = (seconds: number): Date => new Date(seconds * 1000);
const IN_TIME: Lateness = { invocations: 0, errors: 0, duration: 0, requests: 0, serverErrors: 0 };

const SIDE: Side = { requests: 100, errors: 7, throttled: 2, slow: [90, 80, 50, 40, 10, 5, 1, 0, 0] };

/** One minute, shown 30 s after its end, of which one metric of the canary comes a minute later. */
async function read(metric: keyof Lateness, now: number) {
  const late = { canary: { ...IN_TIME, [metric]: 60 }, production: IN_TIME };
  const minutes = new PublishedMinutes(viewOf([{ canary: SIDE, production: SIDE, bad: 0, late }]));
  const [minute] = await minutes.read(new Date(0), dateOf(now), TIMES, [1.5], [], 'with proof');
  if (minute === undefined) throw new Error('one minute is over');
  return { minute, missing: PARTS.filter((part) => !isWhole(minute, part, dateOf(now))) };
}

const sample = (requests: number): Sample => ({ canary: { ...SIDE, requests }, production: SIDE, bad: 0 });

describe('a minute that is read', () => {
  it('has an error as an exception and an answer, and a throttled request as an answer only', async () => {
    const { canary } = (await read('duration', 200)).minute;
    expect(canary).toMatchObject({ invocations: 98, errors: 5, requests: 100, serverErrors: 7 });
    expect(canary.proof).toEqual({ errorSamples: 98, timeSamples: 98, otherAnswers: 93 });
  });

  it.each([
    ['duration', ['times']],
    ['errors', ['errors']],
    ['serverErrors', ['answers']],
    ['requests', ['answers']],
    ['invocations', ['errors', 'times']],
  ] as const)('is not whole before its %s are there, and then it is', async (metric, parts) => {
    expect((await read(metric, 100)).missing).toEqual(parts);
    expect((await read(metric, 150)).missing).toEqual([]);
  });

  it('reads as 0 before it is shown', async () => {
    const { minute } = await read('duration', 80);
    expect([minute.canary.invocations, minute.production.serverErrors]).toEqual([0, 0]);
  });

  it('may be of the hours before the world began, or of the release of the day before', async () => {
    const minutes = new PublishedMinutes({
      ...viewOf([sample(1)]),
      past: (count) => Array.from({ length: count }, () => sample(2)),
      earlierRelease: () => [sample(3), sample(4)],
    });
    const requests = async (from: Date, to: Date) =>
      (await minutes.read(from, to, TIMES, [])).map(({ start, canary }) => [start.getTime() / 60_000, canary.requests]);
    expect(await requests(dateOf(-120), dateOf(95))).toEqual([
      [-2, 2],
      [-1, 2],
      [0, 1],
    ]);
    const day = RELEASED_BEFORE.getTime() / 60_000;
    expect(await requests(RELEASED_BEFORE, new Date(RELEASED_BEFORE.getTime() + 600_000))).toEqual([
      [day, 3],
      [day + 1, 4],
    ]);
    expect(await minutes.count('canary', 'requests', dateOf(-30), dateOf(200))).toBe(1);
  });
});

describe('what came before', () => {
  it('is production alone for hours, and a healthy release on another day with the weights of this one', () => {
    const service = serviceOf({ rate: 100, fault: errors(0.5), workload: coldCaches(100, 5) });
    const scene = new Scene(seededChance(1), service, { times: 'by factor' });
    const history = new History(seededChance(2), service, { times: 'by factor' }, scene.world);
    const past = history.past(30);
    expect(past.map(({ canary }) => canary.requests)).toEqual(Array.from({ length: 30 }, () => 0));
    expect(
      total(
        past.map(({ production }) => production),
        ({ requests }) => requests,
      ) / 30,
    ).toBeGreaterThan(5800);
    const ats = Array.from({ length: 5 }, (_, i) => minuteAt({ index: 12 + i, share: 0.1, age: i + 1 }));
    const earlier = history.release(ats).map(({ canary }) => canary);
    expect(total(earlier, ({ errors: failed }) => failed)).toBeLessThan(30);
    // An environment or more was new then: a hundred of its requests were five times slower.
    expect(earlier[0]?.slow[5]).toBeGreaterThan(30);
    // Read as production's times are, and as a canary's.
    expect(Object.keys(earlier[0]?.slowByFactor ?? {})).toEqual(['1', '1.5']);
    expect(history.release(ats.slice(0, 3))).toHaveLength(5);
  });
});

describe('this project', () => {
  it('takes back a canary of which every answer fails within four minutes', async () => {
    for (const { ended, detection } of await endings(DEPLOYED, { rate: 10, fault: errors(1) }, 20)) {
      expect(ended).toBe('rolled back');
      expect(detection).toBeLessThan(240);
    }
  });

  it.each([STEADY, heavyTailed(2.5)])(
    'takes back a slow tail within half an hour where the plan names a share of it: $name',
    async (workload) => {
      const given = { rate: 100, fault: slowTail(0.02, 5), workload };
      for (const { ended, detection } of await endings(WITH_TAIL, given, 10)) {
        expect(ended).toBe('rolled back');
        expect(detection).toBeLessThan(1800);
      }
      for (const { ended } of await endings(DEPLOYED, given, 3)) expect(ended).toBe('promoted');
    },
  );

  it('promotes what is healthy on much traffic; with alarms that only count errors it would not', async () => {
    const busy = serviceOf({ rate: 1000, own: 0.001 });
    expect((await simulate(seededChance(5), busy, DEPLOYED, PATIENCE)).ended).toBe('promoted');
    expect((await simulate(seededChance(5), busy, named(OWN, 'this project, alarms'), PATIENCE)).ended).toBe(
      'promoted',
    );
    expect((await simulate(seededChance(5), busy, named(OWN, 'this project, counting'), PATIENCE)).ended).toBe(
      'rolled back',
    );
    expect((await simulate(seededChance(5), busy, named(OTHERS, 'CodeDeploy Canary'), PATIENCE)).ended).toBe(
      'rolled back',
    );
  });

  it('keeps a yardstick at a last weight of 95: an outage on both sides then rolls back nobody', async () => {
    const ended = await endings(LAST_WEIGHT_95, { rate: 100, workload: outage(0.03, 2) }, 3, PATIENCE);
    expect(ended.every(({ ended: how }) => how === 'promoted')).toBe(true);
  });

  it('is rolled back by its alarms where both sides fail more than they allow', async () => {
    const workload = failing(0.06);
    const ended = await endings(DEPLOYED, { rate: 100, workload, own: 0.06 }, 5, PATIENCE);
    expect(ended.every(({ ended: how }) => how === 'rolled back')).toBe(true);
  });

  it('knows how production was when it was as new, unless this is the first release', async () => {
    const cold = { rate: 1, workload: coldCaches(100, 5) };
    const [known, first] = [
      await endings(DEPLOYED, cold, 4, PATIENCE),
      await endings(named(OWN, 'this project, first release'), cold, 4, PATIENCE),
    ].map((outcomes) => outcomes.filter(({ ended }) => ended === 'rolled back').length);
    expect(known).toBe(0);
    expect(first).toBe(4);
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
