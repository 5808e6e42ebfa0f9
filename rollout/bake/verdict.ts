import { counted } from '../../statemachine/contract/counted.ts';
import type { ErrorName } from '../../statemachine/contract/errors.ts';
import type { CheckArgs, VerdictName } from '../../statemachine/contract/rows/check.ts';
import { describeAlarm, type AlarmState } from '../alarms.ts';
import { condemns, type Comparison } from '../evidence/comparison.ts';
import type { Unseen } from '../evidence/unseen.ts';

/** Nobody counted requests: production is watched by its alarms alone. */
export const NOT_COUNTED = -1;

export interface Evidence {
  readonly subject: CheckArgs['subject'];
  /** Names of the alarms that must have answered. */
  readonly expected: readonly string[];
  readonly alarms: readonly AlarmState[];
  /** Requests the subject served since the weight settled; NOT_COUNTED where nobody counted. */
  readonly requests: number;
  readonly minRequests: number;
  readonly shiftedAt: Date;
  /** The canary against production; absent where nothing is compared. */
  readonly comparisons?: readonly Comparison[];
  /** What was not counted, as far as anybody asked. */
  readonly unseen?: readonly Unseen[];
  /** What nobody looks at, for everybody to read. */
  readonly blindSpots?: readonly string[];
}

export interface Verdict {
  readonly verdict: VerdictName;
  readonly reasons: readonly string[];
  /** As in the evidence. */
  readonly requests: number;
  /** What the rollback is called if it comes to one. */
  readonly error: ErrorName;
  /** Every comparison is certain that the canary is no worse, so that waiting longer tells nothing new. */
  readonly certain: boolean;
  /** There were some requests, and that there were too few is all that speaks against it. */
  readonly onlyFew: boolean;
  /** All that speaks against it is what a person may know better: few requests, or requests unlike the weight. */
  readonly onlyOverruled: boolean;
  /** Something that it rests on counts nothing at all. */
  readonly blind: boolean;
}

/**
 * Healthy needs proof: every alarm answered OK, enough requests were served, and what counts them and their answers
 * counted. No data, an alarm that does not exist or one that was on before the version came are inconclusive, never
 * healthy.
 *
 * A comparison only condemns. That production is as bad excuses no alarm: users get errors whoever is to blame, and a
 * release in the middle of trouble is not wanted; the reason then says that both sides are bad.
 */
export function judge(evidence: Evidence): Verdict {
  const verdict = judgeSeen(evidence);
  return { ...verdict, reasons: [...verdict.reasons, ...(evidence.blindSpots ?? [])] };
}

function judgeSeen(evidence: Evidence): Verdict {
  const alarms = evidence.alarms.filter((alarm) => evidence.expected.includes(alarm.name));
  const on = alarms.filter((alarm) => alarm.state === 'ALARM');
  const old = on.filter((alarm) => wasOnBefore(evidence, alarm));
  const fresh = on.filter((alarm) => !old.includes(alarm));
  const { requests, comparisons = [] } = evidence;
  const judging = comparisons.filter(({ judges }) => judges !== false);
  const looksWorse = comparisons.filter(condemns);
  const unseen = (evidence.unseen ?? []).filter(({ onlyOfWorse }) => !onlyOfWorse || looksWorse.length > 0);
  // Sides that do not serve the same cannot be compared: what looks worse may be what it was asked.
  const splits = unseen.filter(({ error }) => error === 'SplitUnlikeWeight');
  const [worse, unsure] = splits.length > 0 ? [[], looksWorse] : [looksWorse, []];
  if (fresh.length + worse.length > 0) {
    return {
      verdict: 'unhealthy',
      reasons: [...fresh.map(describeAlarm), ...worse.map(({ words }) => words)],
      requests,
      error: 'CanaryRolledBack',
      ...DOUBTLESS,
    };
  }

  const missing = evidence.expected.filter((name) => !alarms.some((alarm) => alarm.name === name));
  const silent = alarms.filter((alarm) => alarm.state === 'INSUFFICIENT_DATA');
  const tooFew = requests !== NOT_COUNTED && requests < evidence.minRequests;
  const doubts = [
    ...missing.map((name) => `alarm ${name} does not exist`),
    ...old.map((alarm) => `${describeAlarm(alarm)} (it was on before this version had the requests)`),
    ...silent.map((alarm) => `alarm ${alarm.name} has no data`),
    ...(tooFew ? [`${count(requests, 'request')} seen (${evidence.minRequests} needed)`] : []),
    ...[...unseen, ...unsure].map(({ words }) => words),
  ];
  if (doubts.length > 0) {
    const overruled = splits.length + (tooFew && requests > 0 ? 1 : 0);
    return {
      verdict: 'inconclusive',
      reasons: doubts,
      requests,
      error: nameOfDoubt({
        alarmMissing: missing.length > 0,
        unseen: unseen.length > splits.length,
        split: splits.length > 0,
        tooFew,
      }),
      certain: false,
      onlyFew: splits.length === 0 && doubts.length === overruled,
      onlyOverruled: doubts.length === overruled,
      blind: unseen.some(({ silent: nothing }) => nothing),
    };
  }

  const counted = requests === NOT_COUNTED ? [] : [count(requests, 'request')];
  const certain = judging.length > 0 && judging.every(({ outcome }) => outcome === 'fine');
  const watching = evidence.expected.length === 0 ? [] : [`${count(alarms.length, 'alarm')} OK`];
  const reasons = [...counted, ...watching, ...worthTelling(comparisons)];
  return { verdict: 'healthy', reasons, requests, error: 'CanaryRolledBack', ...DOUBTLESS, certain };
}

const DOUBTLESS = { certain: false, onlyFew: false, onlyOverruled: false, blind: false } as const;

/**
 * Of a healthy canary one comparison tells enough, the first that had something to compare; and what the plan names,
 * for its names may be wrong.
 */
function worthTelling(comparisons: readonly Comparison[]): string[] {
  const one = comparisons.find(({ compared, named }) => compared && named !== true);
  return comparisons.flatMap((each) => (each === one || each.named === true ? [each.words] : []));
}

/** Production's alarms may be on because of the version that was just replaced; the canary's start out quiet. */
function wasOnBefore({ subject, shiftedAt }: Evidence, alarm: AlarmState): boolean {
  return subject === 'production' && alarm.since < shiftedAt;
}

const count = (n: number, noun: string): string => (n === 0 ? `no ${noun}s` : counted(n, noun));

/** Too little traffic often is why alarms have no data, so it names the doubt before they do. */
function nameOfDoubt(found: Readonly<Record<'alarmMissing' | 'unseen' | 'split' | 'tooFew', boolean>>): ErrorName {
  if (found.alarmMissing) return 'AlarmMissing';
  if (found.unseen) return 'BlindToAnswers';
  if (found.split) return 'SplitUnlikeWeight';
  return found.tooFew ? 'NotEnoughTraffic' : 'CanaryRolledBack';
}
