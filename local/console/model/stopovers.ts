import type { ServiceParts } from './protocol.ts';

type Planned = Pick<ServiceParts, 'ways'> & { readonly release: Pick<ServiceParts['release'], 'planned' | 'record'> };

/** Weights below 100 % at which a release stops over: the one that runs by its own plan, else the next by today's. */
export function stopovers({ release: { planned, record }, ways: { now } }: Planned): readonly number[] {
  const own = record?.execution === now?.execution ? (now?.legs ?? []).filter(({ kind }) => kind === 'step') : [];
  const weights = own.length > 0 ? own.map(({ weight }) => weight) : planned;
  return weights.filter((weight) => weight < 100);
}
