import { timeOfDay } from '../../../cli/story/text.ts';
import { Alias } from '../../../statemachine/contract/names.ts';
import { inWords } from './cause.ts';
import { figure } from './labels.ts';
import type { AlarmView, ServiceParts } from './protocol.ts';
import { about, since } from './way.ts';

/** An alarm that rings, as a person reads it. */
export interface Ringing {
  readonly name: string;
  /** Its whole name, but for the service's at the end. */
  readonly label: string;
  /** What it saw, and since when. */
  readonly text: string;
  /** It tells of what is over: nobody is on what it watches any more. */
  readonly echo?: true;
}

type Told = Pick<ServiceParts, 'alarms' | 'weights'> & {
  readonly release: Pick<ServiceParts['release'], 'record' | 'weight'>;
};

/** Those that ring, in the order in which they began: the first is what somebody looks for. */
export function ringing(parts: Told, now: number): readonly Ringing[] {
  const { alarms } = parts;
  return alarms
    .filter(({ state }) => state === 'ALARM')
    .toSorted((a, b) => a.since - b.since)
    .map((alarm) => {
      const { name, label, reason, since: from, points, threshold } = alarm;
      const latest = points.findLast((value) => value !== null);
      const seen =
        latest === undefined || latest === null ? '' : `; now ${figure(latest)}, ${figure(threshold)} allowed`;
      const saw = reason === '' ? '' : `: ${inWords(reason, alarms).replace(/\.$/, '')}`;
      const text = `rings since ${timeOfDay(from)}${saw}${seen}.`;
      if (!isEcho(alarm, parts)) return { name, label, text };
      const end = endOf(alarm, parts, now);
      const silent = end === undefined ? '' : `; it falls silent at about ${about(end)}`;
      return { name, label, text: `is an echo: nobody is on the canary any more${silent}. It ${text}`, echo: true };
    });
}

/** At rest the canary has no request: what its own alarms still ring for is over. */
function isEcho({ label, state }: AlarmView, { release: { record, weight } }: Told): boolean {
  return state === 'ALARM' && record === undefined && weight === 0 && label.startsWith(`${Alias.canary}-`);
}

/** When it no longer looks back to any request of the canary; undefined where that is over, or nobody knows. */
function endOf({ looksBack }: AlarmView, { weights }: Told, now: number): number | undefined {
  const last = since(weights, 0, now);
  if (last === undefined || looksBack === undefined) return undefined;
  // Whole minutes are looked at, each once it is over.
  const end = Math.ceil(last / 60_000) * 60_000 + looksBack * 1000 + 60_000;
  return end > now ? end : undefined;
}

/** When the last of all echoes is over; undefined where there is none, or nobody knows of one. */
export function echoEnd(parts: Told, now: number): number | undefined {
  const ends = parts.alarms.filter((alarm) => isEcho(alarm, parts)).map((alarm) => endOf(alarm, parts, now));
  return ends.reduce(
    (last, end) => (last === undefined || end === undefined ? undefined : Math.max(last, end)),
    ends[0],
  );
}

/** `An alarm rings: canary-lattice-5xx.`; '' when none does, but for echoes. */
export function ringingSentence(parts: Told): string {
  const labels = ringing(parts, 0).flatMap(({ label, echo }) => (echo === true ? [] : [label]));
  if (labels.length === 0) return '';
  return `${labels.length === 1 ? 'An alarm rings' : `${labels.length} alarms ring`}: ${labels.join(', ')}.`;
}
