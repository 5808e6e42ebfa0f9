import { describe, expect, it } from 'vitest';
import {
  after,
  between,
  coldCrash,
  errors,
  fromWeight,
  leak,
  oneRoute,
  throttles,
} from '../../../bench/exposure/faults/errors.ts';
import { badAt, HEALTHY, type Fault } from '../../../bench/exposure/faults/fault.ts';
import { FAULTS } from '../../../bench/exposure/faults/index.ts';
import { SILENT } from '../../../bench/exposure/minutes.ts';
import { slower, slowTail } from '../../../bench/exposure/faults/latency.ts';
import { DEPLOYED } from '../../../bench/exposure/strategies/index.ts';
import { endings, playMinutes, total } from './scenes.ts';

const chances = (fault: Fault, stages: readonly (readonly [minutes: number, weight: number])[]) =>
  stages.map(([minutes, weight]) => Number(badAt(fault, { minutes, weight }).toFixed(6)));

/** Share of the canary and of production beyond 46 ms, as it is read. */
function beyond46(fault: Fault): number[] {
  const [minute] = playMinutes({ rate: 2000, own: 0, fault }, 1, { times: 'by factor' }, { age: 30 });
  if (minute === undefined) throw new Error('one minute was played');
  return [minute.canary, minute.production].map(({ slow, requests }) => (slow[3] ?? 0) / requests);
}

/** Share of the canary's answers that counts as bad. */
function bad(fault: Fault): number {
  const minutes = playMinutes({ rate: 100, own: 0, fault }, 20);
  return (
    minutes.reduce((sum, each) => sum + each.bad, 0) /
    total(
      minutes.map(({ canary }) => canary),
      ({ requests }) => requests,
    )
  );
}

describe('a fault', () => {
  it('fails always, or a route of it', () => {
    expect(
      chances(errors(0.02), [
        [1, 10],
        [50, 100],
      ]),
    ).toEqual([0.02, 0.02]);
    expect(chances(oneRoute(0.03), [[1, 10]])).toEqual([0.03]);
    expect(errors(0.02, 0.01)).toMatchObject({ own: 0.01, name: '2 % errors beside 1 %' });
  });

  it('begins at a weight, or after minutes, or is there for some only', () => {
    expect(
      chances(fromWeight(0.03, 50), [
        [20, 30],
        [20, 50],
        [30, 100],
      ]),
    ).toEqual([0, 0.03, 0.03]);
    expect(
      chances(after(0.05, 10), [
        [10, 30],
        [11, 30],
      ]),
    ).toEqual([0, 0.05]);
    expect(
      chances(between(0.05, 6, 10), [
        [6, 10],
        [7, 10],
        [10, 10],
        [11, 10],
      ]),
    ).toEqual([0, 0.05, 0.05, 0]);
  });

  it('leaks evenly up to its most', () => {
    expect(
      chances(leak(0.1, 30), [
        [0, 10],
        [15, 50],
        [30, 100],
        [60, 100],
      ]),
    ).toEqual([0, 0.05, 0.1, 0.1]);
  });

  it('fails beside the errors that both sides have', () => {
    const minutes = playMinutes({ rate: 100, own: 0.01, fault: errors(0.02, 0.01) }, 200);
    const share = (side: 'canary' | 'production') =>
      total(
        minutes.map((each) => each[side]),
        (each) => each.errors,
      ) /
      total(
        minutes.map((each) => each[side]),
        (each) => each.requests,
      );
    expect(share('production')).toBeCloseTo(0.01, 3);
    expect(share('canary')).toBeCloseTo(1 - 0.98 * 0.99, 2.7);
    // Only what the fault did counts as bad.
    const because = minutes.reduce((sum, each) => sum + each.bad, 0);
    expect(
      because /
        total(
          minutes.map(({ canary }) => canary),
          ({ requests }) => requests,
        ),
    ).toBeCloseTo(0.02, 2.7);
  });

  it('throttles: an answer that failed, and no invocation', () => {
    const canaries = playMinutes({ rate: 100, own: 0, fault: throttles(0.05) }, 20).map(({ canary }) => canary);
    expect(canaries.every(({ throttled, errors: failed }) => throttled === failed && failed > 0)).toBe(true);
    expect(total(canaries, ({ throttled }) => throttled) / total(canaries, ({ requests }) => requests)).toBeCloseTo(
      0.05,
      2,
    );
  });

  it('crashes while cold: the first twenty answers of each new environment', () => {
    // 100 requests a second on the canary are ten environments, and some more by chance.
    const [first, ...others] = playMinutes({ rate: 200, own: 0, fault: coldCrash(20) }, 5);
    expect(first?.canary.errors).toBeGreaterThanOrEqual(200);
    expect(first?.canary.errors).toBeLessThanOrEqual(240);
    expect(
      total(
        others.map(({ canary }) => canary),
        ({ errors: failed }) => failed,
      ),
    ).toBeLessThanOrEqual(40);
    expect(
      total(
        [first, ...others].map((each) => each?.production ?? SILENT),
        ({ errors: failed }) => failed,
      ),
    ).toBe(0);
  });

  it('is slow, all of it or a tail', () => {
    // P(Z > ln(46/40)/0.5) = 0.390 of production. The canary is read at 1.5 times the time: of a healthy one
    // P(Z > ln(69/40)/0.5) = 0.138, of one twice as slow P(Z > ln(69/80)/0.5) = 0.616; with a tail 0.138 and a fiftieth
    // of P(Z > ln(69/200)/0.5) - 0.138, which is 0.155.
    expect(beyond46(HEALTHY)[0]).toBeCloseTo(0.138, 1.7);
    expect(beyond46(HEALTHY)[1]).toBeCloseTo(0.39, 1.7);
    expect(beyond46(slower(2))[0]).toBeCloseTo(0.616, 1.7);
    expect(beyond46(slowTail(0.02, 5))[0]).toBeCloseTo(0.155, 1.9);
  });

  it('counts as bad whom it makes wait: all, or its tail', () => {
    expect(bad(slower(1.3))).toBe(1);
    expect(bad(slowTail(0.02, 5))).toBeCloseTo(0.02, 2.5);
  });

  it('is timed from its first bad answer that was possible, not from the release', async () => {
    const [late] = await endings(DEPLOYED, { rate: 100, fault: after(0.2, 10) }, 1);
    expect(late?.ended).toBe('rolled back');
    expect(late?.detection).toBeLessThan(300);
  });

  it('has a name of its own', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  });
});
