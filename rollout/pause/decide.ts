import type { ErrorName } from '../../statemachine/contract/errors.ts';
import type { CheckResult } from '../../statemachine/contract/payloads.ts';
import type { PauseReason, Plan } from '../../statemachine/contract/plan.ts';
import { shortenAlarms } from '../alarms.ts';
import type { NextStep } from '../bake/next-step.ts';
import type { Verdict } from '../bake/verdict.ts';
import { addSeconds } from '../time.ts';
import type { BakedCheck, Pause, Reason, Standing } from './pause.ts';
import { REASONS } from './reasons.ts';

/** What a check goes by, at a weight where the rollout is paused or may be. */
export interface PauseSituation extends BakedCheck {
  /** The canary's weight. */
  readonly at: number;
  /** The pause at this weight, once it has begun. */
  readonly pause: Pause | undefined;
  readonly otherwise: NextStep;
  readonly verdict: Verdict;
  readonly plan: Pick<Plan, 'holdSeconds'>;
  readonly now: Date;
}

export interface PauseDecision {
  readonly next: CheckResult['next'];
  /** What the rollback is called if it comes to one. */
  readonly error: ErrorName;
  /** How the pause stands, for the check's sentence; absent where there is none. */
  readonly words?: string;
  /** A pause that begins with this check, and is to be noted and told. */
  readonly begins?: Pause;
}

const NEXT: Readonly<Record<Standing, CheckResult['next']>> = {
  waits: 'keep baking',
  'never told': 'roll back',
  'goes on': 'advance',
  'not healthy yet': 'keep baking',
  'never healthy': 'roll back',
};

/**
 * The first row that fits:
 *
 * | what there is                              | what comes next        |
 * |--------------------------------------------|------------------------|
 * | unhealthy, or an alarm that does not exist | `otherwise`            |
 * | no pause at this weight, and none begins   | `otherwise`            |
 * | a pause                                    | `NEXT`, as it stands   |
 *
 * No data is waited out: a night without traffic is no reason to roll back. An alarm that does not exist watches
 * nothing, and is given no longer than in any bake.
 */
export function decidePause(situation: PauseSituation): PauseDecision {
  const { verdict, otherwise, now } = situation;
  const pause = situation.pause ?? beginning(situation);
  if (pause === undefined || verdict.verdict === 'unhealthy' || verdict.error === 'AlarmMissing')
    return { next: unpaused(otherwise), error: verdict.error };

  const reason = REASONS[pause.why];
  const until = addSeconds(new Date(pause.since), reason.seconds(situation.plan));
  const standing = standingOf(pause, reason.goesOn(verdict), now < until);
  return {
    next: NEXT[standing],
    error: standing === 'never told' ? reason.neverTold(verdict.error) : verdict.error,
    words: `${reason.says.check[standing](shortTime(until, now))}${heldFor(standing, pause)}`,
    ...(situation.pause === undefined && standing === 'waits' && { begins: { ...pause, until: until.toISOString() } }),
  };
}

/** A "hold" that begins no pause could be ended by nobody. */
const unpaused = (next: NextStep): CheckResult['next'] => (next === 'hold' ? 'roll back' : next);

/** What was found when it began may be over by then, and is what a person asks first. */
const heldFor = (standing: Standing, { found }: Pause): string =>
  standing === 'never told' && found !== undefined ? `; it was held for: ${found}` : '';

function beginning({ at, verdict, now, ...check }: PauseSituation): Pause | undefined {
  const why = reasonFor(check);
  if (why === undefined) return undefined;
  const found = verdict.verdict === 'healthy' ? undefined : shortenAlarms(verdict.reasons.join(', '));
  return { at, why, since: now.toISOString(), ...(found !== undefined && { found }), told: false };
}

function reasonFor(check: BakedCheck): PauseReason | undefined {
  const all = Object.entries(REASONS) as readonly (readonly [PauseReason, Reason])[];
  return all.find(([, { begins }]) => begins(check))?.[0];
}

function standingOf({ told }: Pause, letsGoOn: boolean, inTime: boolean): Standing {
  if (!told) return inTime ? 'waits' : 'never told';
  if (letsGoOn) return 'goes on';
  return inTime ? 'not healthy yet' : 'never healthy';
}

/** `14:30Z`, with the date when it is another day's. */
function shortTime(time: Date, now: Date): string {
  const [day = '', clock = ''] = time.toISOString().split('T');
  const short = `${clock.slice(0, 5)}Z`;
  return now.toISOString().startsWith(day) ? short : `${day} ${short}`;
}
