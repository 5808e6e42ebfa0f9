import { type Chapter, chapterOf } from '../../../cli/story/chapter.ts';
import type { ExecutionView, RecordView } from './protocol.ts';
import { isOnWayBack } from './way-back.ts';

/**
 * Where the release is that has the claim, or of the execution where nobody has it. One that is on its way back is,
 * also for the moment until its record says so.
 */
export function chapterIn(record: RecordView | undefined, execution: ExecutionView | undefined): Chapter {
  if (record?.phase === 'advancing' || record?.phase === 'promoting')
    if (execution?.status === 'RUNNING' && isOnWayBack(execution.state)) return { kind: 'rolling back' };
  return chapterOf({
    execution,
    open: record && { phase: record.phase, pause: record.pause ?? record.toldPause },
    closed: execution?.closed,
  });
}
