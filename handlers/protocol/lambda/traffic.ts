import { NOT_COUNTED, type Evidence } from '../../../rollout/bake/verdict.ts';
import type { CanaryMinute } from '../../../rollout/claim/quiet.ts';
import { comparisonsOf } from '../../../rollout/lambda/comparisons.ts';
import { TIMES } from '../../../rollout/lambda/minutes.ts';
import type { CheckArgs } from '../../../statemachine/contract/payloads.ts';
import type { Ports } from '../../ports/index.ts';

/** What was bad of the canary by the minute, whichever version it was. */
export async function canaryMinutes(
  { minutes }: Pick<Ports, 'minutes'>,
  from: Date,
  to: Date,
): Promise<readonly CanaryMinute[]> {
  const seen = await minutes.read(from, to, [], 1);
  return seen.map(({ start, canary }) => ({ start, bad: canary.errors + canary.serverErrors }));
}

/**
 * Requests are counted once the weight has settled. Compared is everything since the first shift: it is the same load
 * whatever the weight.
 */
export async function lookAtTraffic(
  { minutes, traffic }: Pick<Ports, 'minutes' | 'traffic'>,
  { subject, weight, shiftedAt, compare }: CheckArgs,
  settledAt: Date,
  now: Date,
): Promise<Pick<Evidence, 'requests' | 'comparisons'>> {
  if (subject !== 'canary') return { requests: NOT_COUNTED };
  if (compare === undefined) return { requests: await traffic.requests('canary', settledAt, now) };
  const seen = await minutes.read(new Date(compare.firstShiftedAt), now, TIMES, compare.slowness, compare.metrics);
  const requests = seen.reduce((sum, { start, canary }) => (start >= settledAt ? sum + canary.invocations : sum), 0);
  return {
    requests,
    comparisons: comparisonsOf({
      settings: compare,
      minutes: seen,
      ...(weight === 100 && { aloneSince: new Date(shiftedAt) }),
    }),
  };
}
