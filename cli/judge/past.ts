import { MINUTE_MS } from '../../handlers/ports/aws/cloudwatch-series.ts';
import type { Minutes } from '../../handlers/ports/lambda.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { addSeconds } from '../../rollout/time.ts';
import type { ComparedMinute } from '../../rollout/lambda/minutes.ts';

/** CloudWatch keeps values of one minute for 15 days ("Metrics retention" in its user guide). */
export const KEPT_DAYS = 15;

/** Traffic that is over. */
export interface Past {
  /** One a minute without a gap, in order; one at least. */
  readonly minutes: readonly ComparedMinute[];
  /** What both sides are called: `greetings:canary`. */
  readonly canary: string;
  readonly production: string;
  /** False where nobody counted answers by their status. */
  readonly answersCounted: boolean;
  /** Production's version, and what the record knows of its own release; nothing of a file. */
  readonly known?: Pick<RolloutRecord, 'lastPromoted' | 'lastPromotedClaimedAt'> & { readonly previousVersion: string };
  /** What came before the minutes; nothing of a file. */
  readonly before?: Pick<Minutes, 'read'>;
  /** Why times are not compared, where they are not; what a check says unless told. */
  readonly withoutTimes?: string;
  /** Why the slow tail is not compared, where it is not though the plan says so. */
  readonly withoutTail?: string;
  /** Since when production had no requests any more; undefined where it had some to the end. */
  readonly aloneSince?: Date;
}

/** A minute as people write it: `2026-11-01T10:00Z`. */
export const minuteName = (start: Date): string => `${start.toISOString().slice(0, 16)}Z`;

/** When a minute is over: a check that looks then may see all of it. */
export const endOf = ({ start }: Pick<ComparedMinute, 'start'>): Date => addSeconds(start, MINUTE_MS / 1000);

/** So many are expected that none is no chance: e^-10 is 1 in 22,000. */
const SURE = 10;

/**
 * The start of the minute after production's last request, if the canary had so many since that production would have
 * had some beside it: from there on it can only be compared with what production did before, as a check does at a
 * weight of 100.
 */
export function aloneSince(minutes: readonly ComparedMinute[]): Date | undefined {
  const end = 1 + minutes.findLastIndex(({ production }) => production.invocations > 0);
  const [beside, after] = [minutes.slice(0, end), minutes.slice(end)];
  const canary = sum(after, 'canary');
  const expected = (canary * sum(beside, 'production')) / sum(beside, 'canary');
  return canary > 0 && expected >= SURE ? after[0]?.start : undefined;
}

function sum(minutes: readonly ComparedMinute[], side: 'canary' | 'production'): number {
  return minutes.reduce((all, minute) => all + minute[side].invocations, 0);
}
