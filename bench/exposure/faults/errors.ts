import type { Fault } from './fault.ts';

/** From the first request on. */
export function errors(share: number, own?: number): Fault {
  const beside = own === undefined ? '' : ` beside ${percent(own)}`;
  return { name: `${percent(share)} errors${beside}`, errors: () => share, ...(own !== undefined && { own }) };
}

/** One of the routes, with so much of the traffic, fails always. */
export const oneRoute = (share: number): Fault => ({ name: `one route of ${percent(share)}`, errors: () => share });

/** As where a pool runs dry under load. */
export function fromWeight(share: number, least: number, own?: number): Fault {
  const beside = own === undefined ? '' : ` beside ${percent(own)}`;
  return {
    name: `${percent(share)}${beside} from weight ${least} on`,
    errors: ({ weight }) => (weight >= least ? share : 0),
    ...(own !== undefined && { own }),
  };
}

export const after = (share: number, least: number): Fault => ({
  name: `${percent(share)} after ${least} min`,
  errors: ({ minutes }) => (minutes > least ? share : 0),
});

export const between = (share: number, from: number, until: number): Fault => ({
  name: `${percent(share)} for ${until - from} min only`,
  errors: ({ minutes }) => (minutes > from && minutes <= until ? share : 0),
});

/** Grows evenly, up to its most. */
export const leak = (most: number, minutes: number): Fault => ({
  name: `leak, to ${percent(most)} in ${minutes} min`,
  errors: (stage) => most * Math.min(1, stage.minutes / minutes),
});

export const throttles = (share: number): Fault => ({ name: `${percent(share)} throttled`, throttles: share });

/** So many first answers of each new execution environment fail. */
export const coldCrash = (requests: number): Fault => ({
  name: `cold crash, first ${requests}`,
  cold: { requests, slowness: 1, errors: 1 },
});

function percent(share: number): string {
  return `${Number((100 * share).toFixed(3))} %`;
}
