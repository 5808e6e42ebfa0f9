import { hasRollout } from '../../../cli/story/purpose.ts';
import type { ExecutionView, RecordView } from './protocol.ts';

/** The release or revert that is told of: the one that has the claim, or had one last. */
export function toldOf(
  executions: readonly ExecutionView[],
  record: Pick<RecordView, 'execution'> | undefined,
): ExecutionView | undefined {
  return executions.find(({ arn, kind }) => (record === undefined ? hasRollout(kind) : arn === record.execution));
}
