import { describe, expect, it } from 'vitest';
import { type Fault, withFaults } from '../../../cli/judge/fault.ts';
import { faultOption } from '../../../cli/judge/options.ts';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import { isWhole } from '../../../rollout/lambda/whole.ts';
import { minutesFrom, side, times, type Counts } from './traffic.ts';

const FIRST = new Date('2026-11-01T10:00Z');
const MINUTES = minutesFrom(
  FIRST,
  ...times(200, [
    [500, 3],
    [4500, 9],
  ] as [Counts, Counts]),
);
const fault = (text: string): readonly Fault[] => faultOption(text);
const given = { answersCounted: true, from: FIRST, seed: 1 };
const sum = (counts: readonly number[]) => counts.reduce((all, each) => all + each, 0);

describe('a made-up fault', () => {
  it('makes so many of the good answers bad, as chance has it, and counts a throw twice', () => {
    const { madeUp, minutes } = withFaults(MINUTES, fault('errors=2%'), given);
    // 200 minutes of 497 good ones: 1,988 expected, 44 is one standard deviation.
    expect(Math.abs(sum(madeUp) - 1988)).toBeLessThan(5 * 44);
    expect(new Set(madeUp).size).toBeGreaterThan(5);
    minutes.forEach(({ canary, production }, i) => {
      expect(canary).toMatchObject({ errors: 3 + (madeUp[i] ?? 0), serverErrors: 3 + (madeUp[i] ?? 0), requests: 500 });
      expect(production).toEqual(MINUTES[i]?.production);
    });
  });

  it('is the same for the same seed and another for another', () => {
    const [once, again, another] = [7, 7, 8].map(
      (seed) => withFaults(MINUTES, fault('errors=2%'), { ...given, seed }).madeUp,
    );
    expect(again).toEqual(once);
    expect(another).not.toEqual(once);
  });

  it('begins when it is told to', () => {
    const from = new Date('2026-11-01T10:05Z');
    const { madeUp, minutes } = withFaults(MINUTES, fault('errors=100%'), { ...given, from });
    expect(madeUp.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 497, 497]);
    expect(minutes[4]).toBe(MINUTES[4]);
  });

  it('in answers is none that the function knows of', () => {
    const { minutes } = withFaults(MINUTES, fault('answers=100%'), given);
    expect(minutes[0]?.canary).toMatchObject({ errors: 3, serverErrors: 500 });
  });

  it('leaves a minute as whole as it was', () => {
    const proof = { errorSamples: 500, timeSamples: 500, otherAnswers: 497 };
    const whole = MINUTES.map((minute) => ({ ...minute, canary: { ...minute.canary, proof } }));
    const { minutes } = withFaults(whole, fault('errors=20%'), given);
    for (const part of ['errors', 'answers', 'times'] as const)
      expect(minutes.every((minute) => isWhole(minute, part, FIRST))).toBe(true);
  });

  it('in times moves all of them, within 4 of 100 of what really slower answers would be counted as', () => {
    const known = MINUTES.slice(0, 1).map((minute) => ({
      ...minute,
      canary: side([10_000, 0], { slowerByFactor: { 1.5: counted(1) } }),
    }));
    const { madeUp, minutes } = withFaults(known, fault('times=1.7'), given);
    expect(madeUp).toEqual([10_000]);
    counted(1.7).forEach((really, i) => {
      expect(Math.abs((minutes[0]?.canary.slowerByFactor[1.5]?.[i] ?? 0) - really)).toBeLessThan(400);
    });
  });

  it('is refused where what it would change is not counted', () => {
    const without = MINUTES.map((minute) => ({ ...minute, withoutTimes: true }));
    expect(() => withFaults(without, fault('times=2'), given)).toThrow('no times are counted');
    expect(() => withFaults(MINUTES, fault('answers=2%'), { ...given, answersCounted: false })).toThrow(
      'no answers with status 5XX are counted',
    );
  });

  it.each(['errors=2', 'errors=0%', 'errors=101%', 'times=1', 'times=2%', 'times=101', 'latency=2', 'errors'])(
    'rejects %s',
    (text) => {
      expect(() => faultOption(text)).toThrow('It must be errors=2%');
    },
  );
});

/** The share of a lognormal with a median of 60 ms that is beyond a time. */
const beyond = (t: number): number => 0.5 * (1 - erf(Math.log(t / 60) / 0.7 / Math.SQRT2));

/** Of 10,000 that take so many times as long, what is counted of a canary. */
const counted = (factor: number): number[] => TIMES.map((time) => Math.round(10_000 * beyond((time * 1.5) / factor)));

/** Abramowitz and Stegun 7.1.26, off by 1.5e-7 at most. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}
