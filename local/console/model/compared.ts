import { timeOfDay } from '../../../cli/story/text.ts';
import { inWords } from './cause.ts';
import type { Scene } from './scene.ts';
import type { Sentence } from './said.ts';
import type { SidesView } from './sides.ts';
import type { LookView } from './ways.ts';

/** What the latest check of a canary said of the comparison. */
export interface Compared {
  readonly tone: Exclude<Sentence['tone'], 'busy'>;
  readonly text: string;
  /** Its own words, and when it said them; '' where none has. */
  readonly because: string;
}

/** How a check words that it compared; what the plan only watches is no verdict. */
const COMPARED = /: (worse, p|no sign of worse|certainly no worse|nothing to compare)/;
const WATCHED = '(watched only)';
const NOTHING = ': nothing to compare';
const FEW = /\brequests? seen \(\d+ needed\)/;

export function comparedIn(
  { chapter, parts, way }: Pick<Scene, 'chapter' | 'parts' | 'way'>,
  { since, canary }: Pick<SidesView, 'since' | 'canary'>,
  fresh: string,
  old: string,
): Compared {
  const takenBack =
    chapter.kind === 'rolling back' ||
    chapter.kind === 'standing by' ||
    (chapter.kind === 'over' && chapter.fate !== 'promoted');
  const look = way?.compared;
  if (look === undefined || look.at < since) return unseen(takenBack, canary.requests, fresh);
  const reasons = look.reasons ?? [look.message];
  const telling = reasons.filter((reason) => COMPARED.test(reason));
  const words = telling.length > 0 && look.verdict !== 'inconclusive' ? telling : reasons;
  const because = `At the last check, ${timeOfDay(look.at)}: ${inWords(words.join(', '), parts.alarms)}.`;
  const said = verdictOf(look, reasons, fresh, old);
  if (!takenBack || said.tone !== 'good') return { ...said, because };
  return { tone: 'wait', text: 'The last check saw no sign of worse; then it was taken back.', because };
}

function unseen(takenBack: boolean, requests: number, fresh: string): Compared {
  const text = takenBack
    ? 'No check had compared them before it was taken back.'
    : requests === 0
      ? `Nothing to compare yet: no request has reached ${fresh}.`
      : 'Too few to tell: no check has compared them yet.';
  return { tone: 'calm', text, because: '' };
}

function verdictOf(
  { verdict }: LookView,
  reasons: readonly string[],
  fresh: string,
  old: string,
): Omit<Compared, 'because'> {
  const compared = reasons.filter((reason) => COMPARED.test(reason) && !reason.includes(WATCHED));
  const judged = compared.filter((reason) => !reason.includes(NOTHING));
  if (verdict === 'unhealthy')
    return judged.some((reason) => reason.includes(': worse'))
      ? { tone: 'bad', text: `${fresh} is worse than ${old}.` }
      : { tone: 'bad', text: 'The last check went by the alarms.' };
  if (reasons.some((reason) => FEW.test(reason)) || (judged.length === 0 && compared.length > 0))
    return { tone: 'wait', text: 'Too few to tell.' };
  if (verdict !== 'healthy') return { tone: 'wait', text: 'The last check could not judge it.' };
  if (judged.length === 0) return { tone: 'calm', text: 'The last check did not compare them.' };
  return judged.every((reason) => reason.includes('certainly no worse'))
    ? { tone: 'good', text: `${fresh} is certainly no worse than ${old}.` }
    : { tone: 'good', text: `${fresh} shows no sign of being worse.` };
}
