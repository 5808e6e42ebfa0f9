import { lognormal, pareto } from '../times.ts';
import { onBothSides, plainLoad, USUAL_TIMES, workload, type Workload } from './workload.ts';

/** The same rate from beginning to end. */
export const STEADY = workload('steady', 'independent');

/** So many times the traffic, for the whole release. */
export function night(factor: number): Workload {
  return workload('night', 'independent', {}, (load) => ({ ...load, requests: load.requests * factor }));
}

/** Traffic swings around its mean over 24 hours, and answers take longer where it is high. */
export function diurnal(swing: number, slowness: number): Workload {
  return {
    name: 'diurnal swing',
    group: 'independent',
    begin(chance, { rate, own }) {
      const phase = 2 * Math.PI * chance.uniform();
      return {
        times: USUAL_TIMES,
        minute(at) {
          const height = Math.sin(phase + (2 * Math.PI * at.index) / 1440);
          const load = plainLoad(rate, own, at);
          return onBothSides(
            { ...load, requests: load.requests * (1 + swing * height) },
            { slowness: slowness ** height },
          );
        },
      };
    },
  };
}

export const wide = (spread: number): Workload =>
  workload('wide lognormal times', 'independent', { times: lognormal(40, spread) });

export const heavyTailed = (shape: number): Workload =>
  workload('Pareto times', 'independent', { times: pareto(30, shape) });

/** So large a share of all answers fails on both sides, always. */
export function failing(own: number): Workload {
  return workload(`own errors ${100 * own} %`, own > 0.01 ? 'failing' : 'independent', { own });
}
