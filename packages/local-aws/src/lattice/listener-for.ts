import { isOwnName } from '../core/guard.ts';
import type { Lattice } from './lattice.ts';
import type { Listener } from './model.ts';

/** The listener of the service that a Host header names. */
export function listenerFor({ listeners }: Pick<Lattice, 'listeners'>, host = ''): Listener | undefined {
  // Only browsers are made to call others' names, and they always send one.
  if (listeners.size === 1 && (host === '' || isOwnName(host))) return listeners.first();
  return listenerNamed({ listeners }, host);
}

/** The same by domain names alone. */
export function listenerNamed({ listeners }: Pick<Lattice, 'listeners'>, host = ''): Listener | undefined {
  const name = host.replace(/:[0-9]+$/, '');
  return listeners.first(({ service }) => service.domainName === name || service.customDomainName === name);
}
