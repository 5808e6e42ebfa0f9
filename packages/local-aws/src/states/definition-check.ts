import { AwsError } from '../core/aws-error.ts';
import type { StateSource } from './definition-schema.ts';
import { StatesError } from './state-error.ts';

/**
 * What the schema of a single state cannot see: that every way leads somewhere, that every state can be
 * reached and that wildcards stand last (Amazon States Language specification).
 */
export function checkTransitions(startAt: string, states: ReadonlyMap<string, StateSource>): void {
  if (!states.has(startAt)) throw invalidDefinition(`StartAt: there is no state '${startAt}'`);
  for (const [name, state] of states) {
    checkState(name, state);
    for (const target of targets(state)) {
      if (!states.has(target)) throw invalidDefinition(`state '${name}' leads to '${target}', which does not exist`);
    }
  }
  const reached = reachable(startAt, states);
  const unreachable = [...states.keys()].find((name) => !reached.has(name));
  if (unreachable !== undefined) throw invalidDefinition(`state '${unreachable}' cannot be reached`);
}

export function invalidDefinition(why: string): AwsError {
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: ${why}`);
}

function checkState(name: string, state: StateSource): void {
  if (state.Type === 'Task' || state.Type === 'Wait' || state.Type === 'Pass') {
    if ((state.Next === undefined) === (state.End === undefined))
      throw invalidDefinition(`state '${name}' must have exactly one of Next and End`);
  }
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    throw invalidDefinition(`state '${name}' must have exactly one of Seconds and Timestamp`);
  }
  if (state.Type === 'Task') {
    checkWildcards(name, 'Retry', state.Retry);
    checkWildcards(name, 'Catch', state.Catch);
  }
  for (const effects of withAssign(state)) {
    if (effects.Assign !== undefined && 'states' in effects.Assign)
      throw invalidDefinition(`state '${name}' assigns the reserved variable 'states'`);
  }
}

function checkWildcards(
  name: string,
  field: string,
  entries: readonly { readonly ErrorEquals: readonly string[] }[],
): void {
  for (const [index, { ErrorEquals }] of entries.entries()) {
    if (!ErrorEquals.includes(StatesError.All)) continue;
    if (ErrorEquals.length > 1 || index < entries.length - 1)
      throw invalidDefinition(`state '${name}' ${field}: States.ALL must stand alone and last`);
  }
}

function withAssign(state: StateSource): readonly { readonly Assign?: Record<string, unknown> | undefined }[] {
  if (state.Type === 'Task') return [state, ...state.Catch];
  if (state.Type === 'Choice') return [state, ...state.Choices];
  return state.Type === 'Wait' || state.Type === 'Pass' ? [state] : [];
}

function targets(state: StateSource): string[] {
  if (state.Type === 'Choice')
    return [...state.Choices.map((rule) => rule.Next), ...(state.Default === undefined ? [] : [state.Default])];
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  return state.Type === 'Task' ? [...next, ...state.Catch.map((catcher) => catcher.Next)] : next;
}

function reachable(startAt: string, states: ReadonlyMap<string, StateSource>): ReadonlySet<string> {
  const reached = new Set([startAt]);
  // A Set iterates over what is added meanwhile.
  for (const name of reached) {
    const state = states.get(name);
    if (state !== undefined) for (const target of targets(state)) reached.add(target);
  }
  return reached;
}
