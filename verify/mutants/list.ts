import { EVENTS } from './events.ts';
import { MACHINE } from './machine.ts';
import type { Mutant } from './mutant.ts';
import { PERMISSIONS } from './permissions.ts';
import { TRAFFIC } from './traffic.ts';

/** Every mutant, by what it is a mistake in. */
export const MUTANTS: Readonly<Record<string, readonly Mutant[]>> = {
  Traffic: TRAFFIC,
  'Events, alarms and messages': EVENTS,
  'The machine and its handlers': MACHINE,
  'What roles are allowed': PERMISSIONS,
};
