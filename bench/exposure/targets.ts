import type { Bounds } from './bound.ts';
import type { Measured } from './measure.ts';
import { FAULTS, RATES } from './service.ts';

/**
 * A strategy that rolls back more than this share of the healthy releases at a rate is of no use there: what it catches
 * it catches by chance.
 */
export const USABLE = 0.01;

export interface Target {
  readonly what: string;
  readonly met: boolean;
  /** What was measured, and where it was missed. */
  readonly found: string;
}

export function isUsable({ falseAt }: Measured, rate: number): boolean {
  const at = falseAt.get(rate);
  return at !== undefined && at.seen <= USABLE * at.runs;
}

/** Mean bad answers, summed over faults. */
export function sumOfBad({ cells }: Measured, rate: number, faults: readonly string[]): number {
  return faults.reduce((sum, fault) => sum + (cells.get(fault)?.get(rate)?.bad ?? 0), 0);
}

export const ERROR_FAULTS = FAULTS.filter(({ slowness }) => slowness === 1).map(({ name }) => name);
export const ALL_FAULTS = FAULTS.map(({ name }) => name);

export function targetsOf(own: Measured, others: readonly Measured[], bounds: Bounds): readonly Target[] {
  return [
    falseRollbacks(own),
    fewestBad(own, others, true),
    fewestBad(own, others, false),
    nothingMissed(own, others),
    nearTheBound(bounds),
  ];
}

function falseRollbacks({ falseRollbacks: { seen, runs, upper } }: Measured): Target {
  return {
    what: 'false rollbacks: upper 95 % bound at most 0.1 % a release',
    met: upper <= 0.001,
    found: `${seen} of ${runs}: at most ${(100 * upper).toFixed(3)} %`,
  };
}

function fewestBad(own: Measured, others: readonly Measured[], usable: boolean): Target {
  const found = RATES.map((rate) => {
    const rivals = others.filter((other) => !usable || isUsable(other, rate));
    const best = rivals.reduce<Measured | undefined>(
      (best, other) =>
        best === undefined || sumOfBad(other, rate, ERROR_FAULTS) < sumOfBad(best, rate, ERROR_FAULTS) ? other : best,
      undefined,
    );
    const mine = sumOfBad(own, rate, ERROR_FAULTS);
    const theirs = best === undefined ? Infinity : sumOfBad(best, rate, ERROR_FAULTS);
    return {
      met: mine <= theirs / 2,
      text: `${rate}/s: ${whole(mine)} against ${whole(theirs)} (${best?.strategy.name ?? 'nobody'})`,
    };
  });
  const whom = usable
    ? `of the best other strategy that lets ${100 - 100 * USABLE} % of healthy releases through`
    : 'of the best other strategy, even one that rolls back most healthy releases';
  return {
    what: `failed answers, summed over the faults that fail: at most half ${whom}`,
    met: found.every(({ met }) => met),
    found: found.map(({ met, text }) => `${text}${met ? '' : ', missed'}`).join('; '),
  };
}

/** Shares of a hundred releases or so: a difference of up to five points is none. */
function nothingMissed(own: Measured, others: readonly Measured[]): Target {
  const found = RATES.flatMap((rate) =>
    ALL_FAULTS.flatMap((fault) => {
      const mine = own.cells.get(fault)?.get(rate)?.missed ?? 1;
      return others
        .filter((other) => isUsable(other, rate))
        .flatMap((other) => {
          const theirs = other.cells.get(fault)?.get(rate)?.missed ?? 1;
          return mine - theirs > 0.05
            ? [`${fault} at ${rate}/s: ${percent(mine)} missed, ${percent(theirs)} by ${other.strategy.name}`]
            : [];
        });
    }),
  );
  return {
    what: 'nothing missed that another usable strategy catches',
    met: found.length === 0,
    found: found.length === 0 ? 'at no rate is a fault missed more often, within 5 points' : found.join('; '),
  };
}

function nearTheBound(bounds: Bounds): Target {
  const cases = [100, 1000].flatMap((rate) =>
    ['1 % errors', '5 % errors'].map((fault) => ({ rate, fault, times: bounds.get(fault)?.get(rate)?.times })),
  );
  const tested = cases.filter(({ rate, fault }) => rate === 100 && fault === '1 % errors');
  const text = cases.map(({ rate, fault, times }) => {
    const remark = rate === 100 && fault === '1 % errors' ? '' : ' (one metric minute holds more than the bound)';
    return `${fault} at ${rate}/s: ${times?.toFixed(1) ?? 'never'}${remark}`;
  });
  return {
    what:
      '1 % and 5 % errors at 100/s and more: at most 2x the information bound where the metric minute does not ' +
      'dominate',
    met: tested.every(({ times }) => times !== undefined && times <= 2),
    found: text.join('; '),
  };
}

export function whole(value: number): string {
  return value === Infinity ? 'none' : Math.round(value).toLocaleString('en-US');
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
