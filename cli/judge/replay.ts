import { lookAtTraffic, TIMES_REFUSED, type Watched } from '../../handlers/protocol/lambda/traffic.ts';
import { nextStep, type NextStep } from '../../rollout/bake/next-step.ts';
import { judge, type Verdict } from '../../rollout/bake/verdict.ts';
import type { Comparison } from '../../rollout/evidence/comparison.ts';
import type { ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { endOf, type Past } from './past.ts';
import type { JudgedPlan } from './plan.ts';
import { recordedMinutes } from './recorded.ts';

/**
 * A look costs as much as there are minutes before it. So with more than these there is one in two minutes, or fewer,
 * until one rolls back: then each minute since the one before is looked at.
 */
export const MOST_LOOKS = 720;

/** What a check at the end of a minute would have said. */
export interface Look {
  readonly minute: ComparedMinute;
  readonly verdict: Verdict;
  readonly comparisons: readonly Comparison[];
  /** What nobody looks at, for everybody to read. */
  readonly blindSpots: readonly string[];
  /** What the release would have done: while it bakes, and at the end of all minutes. */
  readonly next: NextStep;
}

/**
 * One check after each minute, by the functions of the check, until one rolls back. All minutes are one bake, which is
 * over with the last; no alarm is asked.
 */
export async function* replay(past: Past, plan: JudgedPlan): AsyncGenerator<Look> {
  const { minutes } = past;
  const port = { minutes: recordedMinutes(minutes, past.before) };
  const every = Math.ceil(minutes.length / MOST_LOOKS);
  let before = 0;
  for (let i = Math.min(every, minutes.length); before < minutes.length; i = Math.min(i + every, minutes.length)) {
    const look = await lookAt(port, past, plan, i);
    if (look.verdict.verdict !== 'unhealthy') yield look;
    else {
      for (let each = before + 1; each <= i; each += 1) {
        const closer = each === i ? look : await lookAt(port, past, plan, each);
        yield closer;
        if (closer.next === 'roll back') return;
      }
    }
    before = i;
  }
}

type Port = Parameters<typeof lookAtTraffic>[0];

/** @param count how many minutes there are by then */
async function lookAt(port: Port, past: Past, plan: JudgedPlan, count: number): Promise<Look> {
  const seenMinutes = past.minutes.slice(0, count);
  const [first, minute] = [seenMinutes[0], seenMinutes.at(-1)];
  if (first === undefined || minute === undefined) throw new Error('expected one minute at least');
  const record = { revision: 0, ...past.known };
  const watched = watchedAt(past, plan, seenMinutes);
  // Of every weight but the last nobody knows when it came, and all requests count.
  const seen = await lookAtTraffic(port, watched, record, new Date(watched.shiftedAt), endOf(minute));
  const { comparisons = [] } = seen;
  const blindSpots = (seen.blindSpots ?? []).map((words) =>
    words === TIMES_REFUSED ? (past.withoutTimes ?? words) : words,
  );
  if (past.withoutTail !== undefined) blindSpots.push(past.withoutTail);
  const evidence = { ...seen, blindSpots: [], minRequests: plan.minRequests, shiftedAt: first.start };
  const verdict = judge({ subject: 'canary', expected: [], alarms: [], ...evidence });
  const patience = { bakeSeconds: count === past.minutes.length ? 0 : 1, extendSeconds: 0 };
  return { minute, verdict, comparisons, blindSpots, next: nextStep(verdict, 0, patience, allowanceOf(plan)) };
}

/** What a check is told, of the minutes that there are by then. */
function watchedAt(
  { aloneSince, answersCounted, known, minutes, withoutTail }: Past,
  plan: JudgedPlan,
  seen: Past['minutes'],
): Watched {
  const first = minutes[0]?.start.toISOString() ?? '';
  const { tailShare: _, tailSlowness: __, ...bulk } = plan.compare;
  const alone = aloneSince !== undefined && seen.some(({ start }) => start >= aloneSince);
  return {
    subject: 'canary',
    previousVersion: known?.previousVersion ?? '',
    weight: alone ? 100 : weightOf(seen),
    shiftedAt: alone ? aloneSince.toISOString() : first,
    compare: {
      ...(withoutTail === undefined ? plan.compare : bulk),
      firstShiftedAt: first,
      ...(plan.neverAlone && aloneSince === undefined && { neverAlone: true }),
    },
    answersFrom: answersCounted ? (plan.answersFrom ?? 'target-group-metrics') : 'none',
  };
}

/** The canary's share of the requests, for nobody wrote down its weight. */
function weightOf(minutes: readonly ComparedMinute[]): number {
  const of = (side: 'canary' | 'production') => minutes.reduce((sum, minute) => sum + minute[side].invocations, 0);
  const [canary, all] = [of('canary'), of('canary') + of('production')];
  return Math.min(99, Math.max(1, all === 0 ? 0 : (100 * canary) / all));
}

/** As if nobody had asked for a hold. */
const allowanceOf = ({ compare, tooFewRequests }: JudgedPlan) => ({
  endEarly: compare.endEarly,
  tooFewRequests,
  holdBlind: true,
});
