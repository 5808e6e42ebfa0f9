import { StateName } from '../../../statemachine/contract/names.ts';

const NAMES = Object.values(StateName).filter((name) => typeof name === 'string');
/** The states of a rollback: they come last in the contract, from this one on. */
const WAY_BACK: ReadonlySet<string> = new Set(NAMES.slice(NAMES.indexOf(StateName.rollBack)));

/** Whether an execution in this state takes users back, or has. */
export function isOnWayBack(state: string): boolean {
  return WAY_BACK.has(state);
}
