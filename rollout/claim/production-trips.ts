import type { AlarmLimit } from '../../statemachine/contract/alarm-limits.ts';
import { inWords } from '../../statemachine/contract/counted.ts';
import { share, sumOf, type Count } from '../evidence/counts.ts';
import type { ClosedRollout } from '../record/record.ts';
import { addSeconds } from '../time.ts';

/** How far back production is looked at, in seconds. */
export const LOOK_BACK_SECONDS = 3 * 3600;

/**
 * Each of them must say so. An outage that is over, or one that lasts less than three hours, leaves at least one out.
 */
const STRETCH_MINUTES = 30;

/**
 * A default release is judged about thirty times. Where an alarm is on by itself in one look of ten, one release of
 * twenty gets through (0.9^30 is 4 %): then the alarm is what is wrong.
 */
const TOO_OFTEN = 0.1;

/** What production did in one minute, by what its alarms count. */
export interface ProductionMinute extends Readonly<Record<AlarmLimit['counts'], Count>> {
  readonly start: Date;
}

/** Whether production has been the same for so long that it is worth looking. */
export function isLongInProduction(last: ClosedRollout | undefined, now: Date): boolean {
  return last?.outcome !== 'promoted' || addSeconds(new Date(last.closedAt), LOOK_BACK_SECONDS) <= now;
}

/**
 * The canary's alarms have the same limits as production's. One that production alone rings all the time takes back
 * every version once it has the requests, good or bad. Refused is only what is certain: whoever has no data, or rings
 * now and then, is let on.
 * @param minutes of three hours, in order and without gaps
 * @param version that would be released
 * @returns why not, naming the alarms and what sets them
 */
export function whyProductionTrips(
  minutes: readonly ProductionMinute[],
  limits: readonly AlarmLimit[],
  version: string,
): string | undefined {
  const tripped = limits.filter((limit) => tripsAllTheTime(minutes, limit));
  if (tripped.length === 0) return undefined;
  const settings = [...new Set(tripped.flatMap((limit) => limit.settings))];
  return (
    `production alone would ring ${tripped.map((limit) => describe(minutes, limit)).join(' and ')}, which would ` +
    `take back any version at 100 %: mend production, or set ${settings.join(', ')} above what is usual; ` +
    `{"version":"${version}"} releases it all the same`
  );
}

function tripsAllTheTime(minutes: readonly ProductionMinute[], limit: AlarmLimit): boolean {
  const rings = ringing(minutes, limit);
  const stretches = Math.floor(minutes.length / STRETCH_MINUTES);
  if (stretches * STRETCH_MINUTES * 60 < LOOK_BACK_SECONDS) return false;
  return Array.from({ length: stretches }, (_, i) =>
    rings.slice(i * STRETCH_MINUTES, (i + 1) * STRETCH_MINUTES).filter((rang) => rang !== undefined),
  ).every((looks) => looks.filter(Boolean).length > TOO_OFTEN * looks.length);
}

/** For each minute whether the alarm would have been on at its end; undefined where its window is not known whole. */
export function ringing(minutes: readonly ProductionMinute[], limit: AlarmLimit): readonly (boolean | undefined)[] {
  const { counts, minutes: length, moreThan, ofAtLeast, percent } = limit;
  return minutes.map((_, i) => {
    if (i + 1 < length) return undefined;
    const { bad, requests } = sumOf(minutes.slice(i + 1 - length, i + 1).map((minute) => minute[counts]));
    return requests >= ofAtLeast && bad > moreThan && 100 * bad > percent * requests;
  });
}

/** `canary-lambda-errors (3 % of 1,080,000 invocations failed within three hours)`. */
function describe(minutes: readonly ProductionMinute[], { alarm, counts }: AlarmLimit): string {
  const all = sumOf(minutes.map((minute) => minute[counts]));
  const percent = Number((100 * share(all)).toPrecision(2));
  return `${alarm} (${percent} % of ${inWords(all.requests)} ${counts} failed within three hours)`;
}
