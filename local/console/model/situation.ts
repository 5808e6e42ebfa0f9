import { hasRollout } from '../../../cli/story/purpose.ts';
import type { ServiceParts } from './protocol.ts';
import { ringing } from './ringing.ts';
import { chapterIn } from './sentence.ts';

/** Where a service stands, in a few words: what is seen of it while another is looked at. */
export interface Situation {
  readonly word: string;
  readonly tone: 'calm' | 'busy' | 'wait' | 'bad';
}

export function situation({ release: { record, weight }, executions, alarms }: ServiceParts): Situation {
  const execution = executions.find(({ arn, kind }) =>
    record === undefined ? hasRollout(kind) : arn === record.execution,
  );
  const chapter = chapterIn(record, execution);
  if (chapter.kind === 'rolling back') return bad('rolling back');
  if (chapter.kind === 'standing by') return bad('rollback stands by');
  if (chapter.kind === 'over' && chapter.fate === 'rollback failed') return bad('needs a person');
  if (ringing(alarms).length > 0) return bad('alarm rings');
  if (record === undefined) return { word: 'at rest', tone: 'calm' };
  if (chapter.kind === 'paused') return { word: `waits at ${weight} %`, tone: 'wait' };
  return { word: chapter.kind === 'promoting' ? 'becomes production' : `${weight} %`, tone: 'busy' };
}

function bad(word: string): Situation {
  return { word, tone: 'bad' };
}
