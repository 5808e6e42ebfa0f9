import { inWords as wordsOf } from '../../../cli/story/in-words.ts';
import type { AlarmView } from './protocol.ts';

/** A cause or a reason as a sentence, in which alarms are called as the page calls them. */
export function inWords(text: string, alarms: readonly Pick<AlarmView, 'name' | 'label'>[]): string {
  return alarms.reduce((short, { name, label }) => short.replaceAll(name, label), wordsOf(text));
}
