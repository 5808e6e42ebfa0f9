import { timeOfDay } from '../../../cli/story/text.ts';
import { inWords } from './cause.ts';
import { figure } from './labels.ts';
import type { AlarmView } from './protocol.ts';

/** An alarm that rings, as a person reads it. */
export interface Ringing {
  readonly name: string;
  /** Its whole name, but for the service's at the end. */
  readonly label: string;
  /** What it saw, and since when. */
  readonly text: string;
}

/** Those that ring, in the order in which they began: the first is what somebody looks for. */
export function ringing(alarms: readonly AlarmView[]): readonly Ringing[] {
  return alarms
    .filter(({ state }) => state === 'ALARM')
    .toSorted((a, b) => a.since - b.since)
    .map(({ name, label, reason, since, points, threshold }) => {
      const latest = points.findLast((value) => value !== null);
      const now =
        latest === undefined || latest === null ? '' : `; now ${figure(latest)}, ${figure(threshold)} allowed`;
      const saw = reason === '' ? '' : `: ${inWords(reason, alarms).replace(/\.$/, '')}`;
      return { name, label, text: `rings since ${timeOfDay(since)}${saw}${now}.` };
    });
}

/** `An alarm rings: canary-lattice-5xx.`; '' when none does. */
export function ringingSentence(alarms: readonly AlarmView[]): string {
  const labels = ringing(alarms).map(({ label }) => label);
  if (labels.length === 0) return '';
  return `${labels.length === 1 ? 'An alarm rings' : `${labels.length} alarms ring`}: ${labels.join(', ')}.`;
}
