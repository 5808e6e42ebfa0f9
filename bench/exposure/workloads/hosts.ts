import { plainLoad, USUAL_TIMES, workload, type Workload } from './workload.ts';

/**
 * Once in a release a host with a tenth of one side's requests fails some of them, for one to three minutes. It is the
 * canary's as often as the canary has requests.
 */
export function badHost(errors: number): Workload {
  return {
    name: `a bad host, ${100 * errors} % of a tenth`,
    group: 'disturbed',
    begin(chance, { rate, own }) {
      const from = Math.floor(30 * chance.uniform());
      const until = from + 1 + Math.floor(3 * chance.uniform());
      let side: 'canary' | 'production' | undefined;
      return {
        times: USUAL_TIMES,
        minute(at) {
          const load = plainLoad(rate, own, at);
          if (at.released < from || at.released >= until) return load;
          side ??= chance.uniform() < at.share ? 'canary' : 'production';
          return { ...load, [side]: { errors: own + (1 - own) * 0.1 * errors, slowness: 1 } };
        },
      };
    },
  };
}

/** Of each new execution environment the first answers take longer, until its cache is filled. */
export function coldCaches(requests: number, slowness: number): Workload {
  return workload(`cold caches, first ${requests} x${slowness}`, 'disturbed', {
    cold: { requests, slowness, errors: 0 },
  });
}
