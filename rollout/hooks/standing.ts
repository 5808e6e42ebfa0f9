import type { HookState, HookStates, OnHookError } from '../../statemachine/contract/hooks.ts';
import { shortTime } from '../time.ts';

const all = (states: HookStates): readonly HookState[] => Object.values(states);

const failedFor = (states: HookStates, leadsTo: OnHookError): readonly HookState[] =>
  all(states).filter(({ status, onError }) => status === 'failed' && onError === leadsTo);

/** Whether a hook has failed that rolls back then. */
export const rollsBack = (states: HookStates): boolean => failedFor(states, 'roll back').length > 0;

/** Whether a hook is not done yet: nothing leads on until it has succeeded or failed. */
export const lacksAnswers = (states: HookStates): boolean =>
  all(states).some(({ status }) => status === 'not asked' || status === 'in progress');

/**
 * What hooks hold the rollout for; undefined where none does.
 * @param seen when the hold began that a person has let go on: what failed by then was seen
 */
export function holdsFor(states: HookStates, seen?: string): string | undefined {
  const failed = failedFor(states, 'hold').filter(
    ({ failedAt }) => seen === undefined || failedAt === undefined || new Date(failedAt) > new Date(seen),
  );
  return failed.length === 0 ? undefined : failed.map(wordsOf).join(', ');
}

/** What was asked and what it said, for a check's sentence; undefined where nobody was asked. */
export function describeHooks(states: HookStates, now: Date): string | undefined {
  const asked = all(states).filter(({ status }) => status !== 'not asked');
  if (asked.length === 0) return undefined;
  return asked
    .map((state) => {
      if (state.until !== undefined) return `${wordsOf(state)}, at most until ${shortTime(new Date(state.until), now)}`;
      const ignored = state.status === 'failed' && state.onError === 'ignore';
      return `${wordsOf(state)}${ignored ? ', which is ignored' : ''}`;
    })
    .join('; ');
}

/** `hook freeze calendar failed: closed until 15:00Z`. */
function wordsOf({ name, status, says }: HookState): string {
  const what = status === 'in progress' ? 'is in progress' : status;
  return `hook ${name} ${what}${says === '' ? '' : `: ${says}`}`;
}
