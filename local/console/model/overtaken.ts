import { hasRollout } from '../../../cli/story/purpose.ts';
import { chapterIn } from './chapter-in.ts';
import type { ExecutionView, ServiceParts } from './protocol.ts';
import { isOnWayBack } from './way-back.ts';

/**
 * Of a release that is being taken back while its own execution still goes on as if nothing had happened; it notices at
 * its next check.
 * @returns undefined for any other; `by` is the execution that takes it back, where one is known
 */
export function overtakenBy(
  execution: ExecutionView | undefined,
  { executions, release: { record } }: Pick<ServiceParts, 'executions' | 'release'>,
): { readonly by: ExecutionView | undefined } | undefined {
  if (execution === undefined || record?.execution !== execution.arn) return undefined;
  const { kind: chapter } = chapterIn(record, execution);
  if (chapter !== 'rolling back' && chapter !== 'standing by') return undefined;
  if (execution.status !== 'RUNNING' || isOnWayBack(execution.state)) return undefined;
  return { by: executions.find(({ kind, status }) => kind === 'rollback' && status === 'RUNNING') };
}

/** Whether users are being taken off what an execution released, by itself or by another. */
export function isTakenBack(execution: ExecutionView, parts: Pick<ServiceParts, 'executions' | 'release'>): boolean {
  const { kind, status, state } = execution;
  if (!hasRollout(kind) || status !== 'RUNNING') return false;
  return isOnWayBack(state) || overtakenBy(execution, parts) !== undefined;
}
