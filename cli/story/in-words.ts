import { shortenAlarms } from '../../rollout/alarms.ts';
import { causeText } from '../../statemachine/contract/json-text.ts';
import { shortNames } from './short-names.ts';
import { headline } from './text.ts';

/** A cause or a reason as a sentence for a screen: whole, without what CloudWatch and Lambda write around it. */
export function inWords(text: string): string {
  return shortNames(shortenAlarms(headline(causeText(text))), []);
}
