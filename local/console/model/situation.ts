import { chapterIn } from './chapter-in.ts';
import type { ServiceParts } from './protocol.ts';
import { ringing } from './ringing.ts';
import { toldOf } from './told-of.ts';

/** Where a service stands, in a few words: what is seen of it while another is looked at. */
export interface Situation {
  readonly word: string;
  readonly tone: 'calm' | 'busy' | 'wait' | 'bad';
}

export function situation(parts: ServiceParts): Situation {
  const { record, weight } = parts.release;
  const chapter = chapterIn(record, toldOf(parts.executions, record));
  if (chapter.kind === 'rolling back') return bad('rolling back');
  if (chapter.kind === 'standing by') return bad('rollback stands by');
  if (chapter.kind === 'over' && chapter.fate === 'rollback failed') return bad('needs a person');
  if (ringing(parts, 0).some(({ echo }) => echo !== true)) return bad('alarm rings');
  if (record === undefined) return { word: 'at rest', tone: 'calm' };
  if (chapter.kind === 'paused') return { word: `waits at ${weight} %`, tone: 'wait' };
  return { word: chapter.kind === 'promoting' ? 'becomes production' : `${weight} %`, tone: 'busy' };
}

function bad(word: string): Situation {
  return { word, tone: 'bad' };
}
