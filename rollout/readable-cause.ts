import { causeText } from '../statemachine/contract/json-text.ts';

/** Long enough for every sentence of ours, short enough for a log line and the record. */
const LONGEST = 1000;

/**
 * One sentence from the `Cause` of a failed task: a Lambda failure's message without its stack trace, other text as it
 * is.
 */
export function readableCause(cause: string): string {
  const text = causeText(cause).replaceAll(/\s+/g, ' ').trim();
  if (text === '') return 'no cause was given';
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
