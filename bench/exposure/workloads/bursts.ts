import { onBothSides, plainLoad, USUAL_TIMES, workload, type Workload } from './workload.ts';

/** One minute in thirty so many answers fail, on both sides, as when something they share is in trouble. */
export function bursts(errors: number): Workload {
  return {
    name: `bursts of ${Math.round(1000 * errors) / 10} %`,
    group: 'disturbed',
    begin: (chance, { rate, own }) => ({
      times: USUAL_TIMES,
      minute(at) {
        const burst = chance.uniform() < 1 / 30;
        return onBothSides(plainLoad(rate, own, at), { errors: burst ? errors : 0 });
      },
    }),
  };
}

/** In every tenth minute so many times the traffic, and twenty times the errors, at most 2 %. */
export function rushes(factor: number): Workload {
  return workload('rushes', 'disturbed', {}, (load, { index }) =>
    index % 10 === 7
      ? onBothSides(
          { ...load, requests: factor * load.requests },
          { errors: Math.min(0.02, 19 * load.production.errors) },
        )
      : load,
  );
}
