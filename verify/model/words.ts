import type { AliasState } from '../../rollout/lambda/aliases.ts';
import type { RecordBody } from '../../rollout/record/changes.ts';
import type { Effect } from './calls.ts';
import type { Call } from './handler-runs.ts';
import { IN_FLIGHT, type Process } from './state.ts';

/** A sentence for a timeline. */
export function describeCall(call: Call, { answer }: Effect, mode: Process['mode']): string {
  const late = mode === IN_FLIGHT ? 'a call in flight lands: ' : '';
  switch (call.name) {
    case 'listener.write':
      return `${late}writes weights ${call.weights.production}/${call.weights.canary}`;
    case 'listener.read':
      return (
        `${late}reads weights ` +
        `${(answer as { production: number }).production}/${(answer as { canary: number }).canary}`
      );
    case 'versions.readAlias':
      return `${late}reads alias ${call.alias}: version ${(answer as AliasState).version}`;
    case 'versions.pointAlias':
      return (
        `${late}points ${call.alias} at version ` +
        `${call.version}${answer === true ? '' : ', refused: it was moved since'}`
      );
    case 'records.read':
      return `${late}reads the record: ${describeRecord(answer as RecordBody)}`;
    case 'records.compareAndSet':
      return (
        `${late}writes the record: ` +
        `${describeRecord(call.next)}${answer === true ? '' : ', refused: it was written since'}`
      );
    case 'executions.status':
      return `${late}looks up ${nameOf(call.execution)}: ${String(answer)}`;
    default:
      return `${late}${call.name}`;
  }
}

export const nameOf = (id: string): string => id.split(':').at(-1) ?? id;

export function describeRecord({ rollout, last }: RecordBody): string {
  if (!rollout) return `at rest${last ? `, ${nameOf(last.id)} ${last.outcome}` : ''}`;
  const weights =
    rollout.phase === 'advancing'
      ? `, canary ${rollout.confirmedWeight}` +
        (rollout.intendedWeight === rollout.confirmedWeight ? '' : ` to ${rollout.intendedWeight}`)
      : '';
  return `${nameOf(rollout.id)} ${rollout.phase}${weights}`;
}
