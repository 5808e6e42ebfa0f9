import type { ErrorName } from '../../statemachine/contract/errors.ts';
import type { HookStates } from '../../statemachine/contract/hooks.ts';
import type { CheckResult } from '../../statemachine/contract/payloads.ts';
import type { PauseReason, Plan } from '../../statemachine/contract/plan.ts';
import { shortenAlarms } from '../alarms.ts';
import type { NextStep } from '../bake/next-step.ts';
import type { Verdict } from '../bake/verdict.ts';
import { holdsFor, lacksAnswers, rollsBack } from '../hooks/standing.ts';
import { addSeconds, shortTime } from '../time.ts';
import type { BakedCheck, Pause, Reason, Standing } from './pause.ts';
import { REASONS } from './reasons.ts';

/** What a check goes by, at a weight where the rollout is paused or may be. */
export interface PauseSituation extends Omit<BakedCheck, 'hookFailed'> {
  /** The canary's weight. */
  readonly at: number;
  /** The pause at this weight, once it has begun. */
  readonly pause: Pause | undefined;
  readonly otherwise: NextStep;
  readonly verdict: Pick<Verdict, 'verdict' | 'error' | 'reasons' | 'onlyOverruled'>;
  readonly plan: Pick<Plan, 'holdSeconds'>;
  /** How the hooks of this turn stand. @default - there are none */
  readonly hooks?: HookStates;
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
 * | a hook failed that rolls back then         | roll back, HookFailed  |
 * | no pause at this weight, and none begins   | `otherwise`            |
 * | a pause                                    | `NEXT`, as it stands   |
 *
 * Nothing advances while a hook has not succeeded or failed. "Go on" lets a rollout on from what was found when its
 * hold began: a hook that fails later holds it anew.
 *
 * No data is waited out: a night without traffic is no reason to roll back. An alarm that does not exist watches
 * nothing, and is given no longer than in any bake.
 */
export function decidePause(situation: PauseSituation): PauseDecision {
  const { verdict, now, hooks = {} } = situation;
  const waits = lacksAnswers(hooks);
  const otherwise = waits && situation.otherwise === 'advance' ? 'keep baking' : situation.otherwise;
  if (verdict.verdict === 'unhealthy' || verdict.error === 'AlarmMissing')
    return { next: unpaused(otherwise), error: verdict.error };
  if (rollsBack(hooks)) return { next: 'roll back', error: 'HookFailed' };
  const held = holdsFor(hooks, situation.pause?.since);
  const standsStill = situation.pause?.told === true && held !== undefined ? undefined : situation.pause;
  const pause = standsStill ?? beginning({ ...situation, otherwise }, held);
  if (pause === undefined) return { next: unpaused(otherwise), error: verdict.error };

  const reason = REASONS[pause.why];
  const until = addSeconds(new Date(pause.since), reason.seconds(situation.plan));
  const standing = standingOf(pause, reason.goesOn(verdict), now < until);
  return {
    next: waits && NEXT[standing] === 'advance' ? 'keep baking' : NEXT[standing],
    error: standing === 'never told' ? reason.neverTold(verdict.error) : verdict.error,
    words: `${reason.says.check[standing](shortTime(until, now))}${heldFor(standing, pause)}`,
    ...(standsStill === undefined && standing === 'waits' && { begins: { ...pause, until: until.toISOString() } }),
  };
}

/** A "hold" that begins no pause could be ended by nobody. */
const unpaused = (next: NextStep): CheckResult['next'] => (next === 'hold' ? 'roll back' : next);

/** What was found when it began may be over by then, and is what a person asks first. */
const heldFor = (standing: Standing, { found }: Pause): string =>
  standing === 'never told' && found !== undefined ? `; it was held for: ${found}` : '';

function beginning({ at, verdict, now, ...check }: PauseSituation, held: string | undefined): Pause | undefined {
  const why = reasonFor({ ...check, hookFailed: held !== undefined });
  if (why === undefined) return undefined;
  const doubts = verdict.verdict === 'healthy' ? undefined : shortenAlarms(verdict.reasons.join(', '));
  const found = why === 'hook failed' ? held : doubts;
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
