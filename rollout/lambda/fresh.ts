import type { RolloutRecord } from '../record/record.ts';
import { addSeconds, secondsBetween } from '../time.ts';
import type { AliasMinute, ComparedMinute } from './minutes.ts';

/** A claim tests and shifts within so long; what came after is a minute of its own. */
const SHIFTED_WITHIN_SECONDS = 900;

/** The factor by which times are read as production's are. */
export const AS_PRODUCTION = 1;

/** A stretch of time in which a version was fresh. */
export interface FreshTime {
  readonly from: Date;
  readonly to: Date;
}

/**
 * When the version that production runs was a canary itself, for as long as the present one has had requests:
 * environments that are new and caches that are cold took time then as well. Undefined where nobody knows: after a
 * revert, a change by hand, or so long ago that CloudWatch no longer has minutes.
 * @param production the version that production runs
 */
export function freshTime(
  record: Pick<RolloutRecord, 'lastPromoted' | 'lastPromotedClaimedAt'>,
  production: string,
  { firstShiftedAt, oldest, now }: Readonly<Record<'firstShiftedAt' | 'oldest' | 'now', Date>>,
): FreshTime | undefined {
  const { lastPromoted, lastPromotedClaimedAt } = record;
  if (lastPromoted !== production || lastPromotedClaimedAt === undefined) return undefined;
  const from = new Date(lastPromotedClaimedAt);
  if (from < oldest) return undefined;
  return { from, to: addSeconds(from, secondsBetween(firstShiftedAt, now) + SHIFTED_WITHIN_SECONDS) };
}

/**
 * The minutes of the canary beside production's own of the same age, as far as they go; then as they were. Only times
 * make sense of them: errors of another day are no yardstick.
 * @param fresh when production was fresh, with its times also read as production's are
 */
export function besideFresh(
  minutes: readonly ComparedMinute[],
  fresh: readonly ComparedMinute[],
): readonly ComparedMinute[] {
  const first = fresh.findIndex(({ canary }) => canary.requests > 0);
  const young = first < 0 ? [] : fresh.slice(first);
  const start = minutes[0]?.start;
  if (start === undefined) return minutes;
  return minutes.map((minute) => {
    const then = young[Math.round(secondsBetween(start, minute.start) / 60)]?.canary;
    return then !== undefined && then.invocations > 0 ? { ...minute, production: timesOf(then, minute) } : minute;
  });
}

/** What was published long ago is whole. */
function timesOf({ invocations, slowerByFactor }: AliasMinute, { production }: ComparedMinute): AliasMinute {
  const { proof: _ofNow, ...rest } = production;
  return { ...rest, invocations, slower: slowerByFactor[AS_PRODUCTION] ?? [] };
}
