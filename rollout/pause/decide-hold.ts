import type { ErrorName } from '../../statemachine/contract/errors.ts';
import type { CheckResult } from '../../statemachine/contract/payloads.ts';
import type { NextStep } from '../bake/next-step.ts';
import type { Verdict } from '../bake/verdict.ts';
import { addSeconds } from '../time.ts';
import type { Hold } from './held.ts';

/** What a check at the weight of a hold, or of none, goes by. */
export interface HoldSituation {
  /** The hold at this weight, once it has begun. */
  readonly hold: Hold | undefined;
  /** Whether the rollout was asked to hold at this weight. */
  readonly asked: boolean;
  readonly verdict: Verdict;
  /** What the check would answer if nobody had asked for a hold. */
  readonly otherwise: NextStep;
  readonly holdSeconds: number;
  readonly now: Date;
}

export interface HoldDecision {
  readonly next: CheckResult['next'];
  readonly error: ErrorName;
  /** How the hold stands, for the check's sentence; absent while the bake goes on as any other. */
  readonly words?: string;
  /** True when the hold begins with this check, and is to be noted and told. */
  readonly begins?: boolean;
}

/**
 * A hold begins when the bake would have advanced and somebody asked for it, or when the plan holds what had too few
 * requests. The first row that fits:
 *
 * | what there is                                        | what comes next                          |
 * |------------------------------------------------------|------------------------------------------|
 * | unhealthy, or an alarm that does not exist           | as without a hold                        |
 * | no hold has begun, and none begins                   | as without a hold                        |
 * | "go on", and healthy or nothing but too few requests | advance                                  |
 * | "go on", and no request at all or no data            | keep baking; past the deadline roll back |
 * | nobody said "go on"                                  | keep baking; past the deadline roll back |
 *
 * No data is waited out: a night without traffic is no reason to roll back. An alarm that does not exist watches
 * nothing, and is given no longer than in any bake.
 */
export function decideHold({ hold, asked, verdict, otherwise, holdSeconds, now }: HoldSituation): HoldDecision {
  const error = verdict.error;
  const begins = hold === undefined;
  const unheld =
    verdict.verdict === 'unhealthy' || error === 'AlarmMissing' || (begins && !(asked && otherwise === 'advance'));
  if (otherwise !== 'hold' && unheld) return { next: otherwise, error };
  const deadline = addSeconds(new Date(hold?.since ?? now), holdSeconds);
  const until = untilWords(deadline, now);
  if (hold?.goOn === true) {
    if (verdict.verdict === 'healthy' || verdict.onlyFew)
      return { next: 'advance', error, words: 'somebody said go on' };
    if (now < deadline)
      return {
        next: 'keep baking',
        error,
        words: `somebody said go on, which a healthy check will do, at most until ${until}`,
      };
    return { next: 'roll back', error, words: `somebody said go on, but no check was healthy until ${until}` };
  }
  if (now < deadline)
    return { next: 'keep baking', error, words: `held until somebody says go on, at most until ${until}`, begins };
  return { next: 'roll back', error: 'HoldExpired', words: `nobody said go on until ${until}` };
}

/** `14:30Z`, with the date when it is another day's. */
function untilWords(deadline: Date, now: Date): string {
  const [day = '', time = ''] = deadline.toISOString().split('T');
  const short = `${time.slice(0, 5)}Z`;
  return now.toISOString().startsWith(day) ? short : `${day} ${short}`;
}
