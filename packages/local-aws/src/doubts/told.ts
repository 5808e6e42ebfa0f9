import { type DoubtId, DOUBTS } from './doubts.ts';

/** A line for each that is switched off; for stderr, because nothing else in what follows would tell. */
export function doubtLines(ids: readonly DoubtId[]): string {
  return DOUBTS.flatMap(({ id, says }) => (ids.includes(id) ? [`doubt ${id}: ${says}\n`] : [])).join('');
}
