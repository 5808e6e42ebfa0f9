import { NOT_COUNTED, type Evidence } from '../../../rollout/bake/verdict.ts';
import type { ProductionMinute } from '../../../rollout/claim/production-trips.ts';
import type { CanaryMinute } from '../../../rollout/claim/quiet.ts';
import { comparisonsOf } from '../../../rollout/lambda/comparisons.ts';
import { AS_PRODUCTION, freshTime } from '../../../rollout/lambda/fresh.ts';
import { countedByAlarms, factorsOf, sumOver, TIMES, type ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { silentSources } from '../../../rollout/lambda/uncounted.ts';
import { judgedRequests, unseenIn } from '../../../rollout/lambda/unseen.ts';
import type { RolloutRecord } from '../../../rollout/record/record.ts';
import { addSeconds } from '../../../rollout/time.ts';
import { answerSource, NO_5XX_SEEN } from '../../../statemachine/contract/answer-metrics.ts';
import type { CheckArgs } from '../../../statemachine/contract/rows/check.ts';
import type { Ports } from '../../ports/index.ts';
import { compareTwice } from './compare-twice.ts';

/** What was bad of the canary by the minute, whichever version it was. */
export async function canaryMinutes(
  { minutes }: Pick<Ports, 'minutes'>,
  from: Date,
  to: Date,
): Promise<readonly CanaryMinute[]> {
  const seen = await minutes.sums('canary', from, to);
  return seen.map(({ start, errors, serverErrors }) => ({ start, bad: errors + serverErrors }));
}

/** What production did by the minute, in the words of its alarms. */
export async function productionMinutes(
  { minutes }: Pick<Ports, 'minutes'>,
  from: Date,
  to: Date,
): Promise<readonly ProductionMinute[]> {
  return (await minutes.sums('production', from, to)).map(countedByAlarms);
}

export const TIMES_REFUSED = 'times are not compared, for CloudWatch refuses to count them';

type Look = Pick<Ports, 'minutes'>;
/** As much of a check as tells what to look at. */
export type Watched = Pick<
  CheckArgs,
  'answersFrom' | 'compare' | 'previousVersion' | 'shiftedAt' | 'subject' | 'weight'
>;
type Seen = Pick<Evidence, 'requests' | 'comparisons' | 'unseen' | 'blindSpots'>;

/** CloudWatch keeps minutes for 15 days ("Metrics retention"), and gives none where a question begins before that. */
const MOST_DAYS = 14;

/** So much of production's past is looked at before a canary is condemned. */
const PAST_SECONDS = 3 * 3600;

/** What traffic says, and what it cannot say, for the verdict and for who reads it. */
export async function lookAtTraffic(
  ports: Look,
  args: Watched,
  record: RolloutRecord,
  settledAt: Date,
  now: Date,
): Promise<Seen> {
  const unseen = args.answersFrom === 'none' ? [NO_5XX_SEEN] : [];
  const { blindSpots = [], ...seen } = await lookAt(ports, args, record, settledAt, now);
  return { ...seen, blindSpots: [...blindSpots, ...unseen] };
}

/**
 * Requests are counted once the weight has settled. Compared is everything since the first shift: it is the same load
 * whatever the weight.
 */
async function lookAt(ports: Look, args: Watched, record: RolloutRecord, settledAt: Date, now: Date): Promise<Seen> {
  const { compare, shiftedAt, subject, weight } = args;
  if (subject !== 'canary') return { requests: NOT_COUNTED };
  if (compare === undefined) return countOnly(ports, args, settledAt, now);
  const { metrics = [] } = compare;
  const factors = factorsOf(compare);
  const [firstShiftedAt, oldest] = [new Date(compare.firstShiftedAt), addSeconds(now, -MOST_DAYS * 24 * 3600)];
  const from = firstShiftedAt < oldest ? oldest : firstShiftedAt;
  const source = sourceOf(args);
  const compared = (minutes: readonly ComparedMinute[], ofPast?: readonly ComparedMinute[]) =>
    comparisonsOf({
      settings: compare,
      minutes,
      answersCounted: source !== undefined,
      now,
      ...(weight === 100 && { aloneSince: new Date(shiftedAt) }),
      ...(compare.neverAlone && { neverAlone: true }),
      ...(ofPast && { past: ofPast }),
    });
  const read = (proof?: 'with proof') => ports.minutes.read(from, now, TIMES, factors, metrics, proof);
  const fresh = freshTime(record, args.previousVersion, { firstShiftedAt, oldest, now });
  const readFresh = async () =>
    fresh ? await ports.minutes.read(fresh.from, fresh.to, TIMES, [...new Set([...factors, AS_PRODUCTION])]) : [];
  const past = addSeconds(firstShiftedAt, -PAST_SECONDS);
  const readPast = async () =>
    past < oldest ? [] : await ports.minutes.read(past, firstShiftedAt, TIMES, factors, metrics);
  const { minutes, comparisons, doubts, told } = await compareTwice({
    read,
    readFresh,
    readPast,
    compared,
    now,
  });
  const settled = minutes.filter(({ start }) => start >= settledAt);
  const invocations = sumOver(settled, 'canary', (side) => side.invocations);
  const answers = sumOver(settled, 'canary', (side) => side.requests);
  return {
    requests: source === undefined ? invocations : judgedRequests({ invocations, answers, source }),
    comparisons,
    unseen: [
      ...unseenIn({ minutes, weight, shiftedAt: new Date(shiftedAt), settledAt, now, source, metrics }),
      ...doubts,
    ],
    blindSpots: [
      ...told,
      ...(from === oldest ? [`compared is what came in the last ${MOST_DAYS} days`] : []),
      ...(minutes.some(({ withoutTimes }) => withoutTimes) ? [TIMES_REFUSED] : []),
    ],
  };
}

/** Nothing is compared. Answers are asked for only if the machine says where from: older ones did not mean to. */
async function countOnly({ minutes }: Look, args: Watched, settledAt: Date, now: Date): Promise<Seen> {
  const invocations = await minutes.count('canary', 'invocations', settledAt, now);
  const source = args.answersFrom === undefined ? undefined : sourceOf(args);
  if (source === undefined) return { requests: invocations };
  const answers = await minutes.count('canary', 'requests', settledAt, now);
  const counted = { invocations, answers, source };
  return { requests: judgedRequests(counted), unseen: silentSources(counted) };
}

const sourceOf = ({ answersFrom }: Watched) => (answersFrom === 'none' ? undefined : answerSource(answersFrom));
