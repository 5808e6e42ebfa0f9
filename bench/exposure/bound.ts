import { levelOf } from '../../rollout/evidence/level.ts';
import { fewestRequests } from '../../rollout/evidence/minimum.ts';
import { DEFAULT_COMPARE } from '../../statemachine/contract/plan.ts';
import { seededChance } from './chance.ts';
import { median } from './proportion.ts';
import { FAULTS, RATES, type Fault } from './service.ts';
import { simulate, type Strategy } from './simulate.ts';
import { PROJECT_TOLERANCE } from './strategies/index.ts';

/** The level that one series has side by side. */
export const SERIES_ALPHA = levelOf(DEFAULT_COMPARE.alpha, 3).beside;

/** Faults of a constant share from the first request on: for others there is no one number of requests. */
export const CONSTANT_FAULTS = ['total failure', '5 % errors', '1 % errors'] as const;

/** Half of the releases that were rolled back. */
export interface BesideBound {
  /** Canary requests in the minutes that were enough to decide, in multiples of the information bound. */
  readonly times: number | undefined;
  /** Canary requests that went by until the decision beyond those minutes: what metrics by the minute cost. */
  readonly underWay: number | undefined;
}

export type Bounds = ReadonlyMap<string, ReadonlyMap<number, BesideBound>>;

/** @param runs releases of each fault and rate, on the steady trace */
export function besideBounds(strategy: Strategy, runs: number, seed: number): Bounds {
  const chance = seededChance(seed);
  const besideBound = (fault: Fault, rate: number): BesideBound => {
    const ended = Array.from({ length: runs }, () => {
      const errorShare = 10 ** (chance.uniform() - 4);
      return { errorShare, ...simulate(chance, { rate, trace: 'steady', fault, errorShare }, strategy) };
    }).filter((each) => each.ended === 'rolled back');
    return {
      times: median(ended.map(({ canaryEnough, errorShare }) => canaryEnough / boundOf(fault, errorShare))),
      underWay: median(ended.map(({ canaryRequests, canaryEnough }) => canaryRequests - canaryEnough)),
    };
  };
  const faults = FAULTS.filter(({ name }) => CONSTANT_FAULTS.some((each) => each === name));
  return new Map(faults.map((fault) => [fault.name, new Map(RATES.map((rate) => [rate, besideBound(fault, rate)]))]));
}

function boundOf(fault: Fault, errorShare: number): number {
  const share = errorShare + (1 - errorShare) * fault.errors(1, 10);
  return fewestRequests(Math.min(share, 1), errorShare, PROJECT_TOLERANCE, SERIES_ALPHA);
}
