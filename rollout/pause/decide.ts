import type { ErrorName } from '../../statemachine/contract/errors.ts';
import type { HookStates } from '../../statemachine/contract/hooks.ts';
import type { CheckResult } from '../../statemachine/contract/rows/check.ts';
import type { PauseReason } from '../../statemachine/contract/pauses.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import { shortenAlarms } from '../alarms.ts';
import type { NextStep } from '../bake/next-step.ts';
import type { Verdict } from '../bake/verdict.ts';
import { holdsFor, lacksAnswers, rollsBack } from '../hooks/standing.ts';
import { addSeconds, shortTime } from '../time.ts';
import type { BakedCheck, Pause, Reason, Standing, Told } from './pause.ts';
import { REASONS, WORD } from './reasons.ts';

/** What a check goes by, at a weight where the rollout is paused or may be. */
export interface PauseSituation extends Omit<BakedCheck, 'hookFailed'> {
  /** The canary's weight. */
  readonly at: number;
  /** The pause at this weight, once it has begun. */
  readonly pause: Pause | undefined;
  /** What was said that ends the waits of this weight. */
  readonly told: Told | undefined;
  /** Whether a pause at this weight has room of its own. */
  readonly ownRoom: boolean;
  readonly otherwise: NextStep;
  readonly verdict: Pick<Verdict, 'verdict' | 'error' | 'reasons' | 'onlyOverruled'>;
  readonly plan: Pick<Plan, 'holdSeconds' | 'pauseEnds' | 'pausedCheckSeconds'>;
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

/**
 * The first row that fits:
 *
 * | what there is                              | what comes next        |
 * |--------------------------------------------|------------------------|
 * | unhealthy, or an alarm that does not exist | `otherwise`            |
 * | a hook failed that rolls back then         | roll back, HookFailed  |
 * | somebody's word, and it lets this one on   | `advance`              |
 * | no pause at this weight, and none begins   | `otherwise`            |
 * | a pause                                    | as it stands           |
 *
 * Nothing advances while a hook has not succeeded or failed. "Go on" lets a rollout on from what was found when its
 * hold began: a hook that fails later holds it anew.
 *
 * No data is waited out: a night without traffic is no reason to roll back. An alarm that does not exist watches
 * nothing, and is given no longer than in any bake.
 */
export function decidePause(situation: PauseSituation): PauseDecision {
  const { verdict, now, plan, hooks = {} } = situation;
  const { error } = verdict;
  const waits = lacksAnswers(hooks);
  const unlessAsking = (next: CheckResult['next']) => (waits && next === 'advance' ? 'keep baking' : next);
  const otherwise = waits && situation.otherwise === 'advance' ? 'keep baking' : situation.otherwise;
  if (verdict.verdict === 'unhealthy' || error === 'AlarmMissing') return { next: unpaused(otherwise), error };
  if (rollsBack(hooks)) return { next: 'roll back', error: 'HookFailed' };

  const held = holdsFor(hooks, situation.pause?.since);
  // What somebody ended, and a hook has failed since, begins anew.
  const stands = situation.pause?.told === true && held !== undefined ? undefined : situation.pause;
  const told = stands?.told === true ? wordOf(stands) : situation.told;
  const letsOn = told !== undefined && wordLetsOn(told, verdict, stands);
  if (letsOn && stands === undefined && held === undefined)
    return { next: unlessAsking('advance'), error, words: WORD[waits ? 'not healthy yet' : 'goes on'](told.word) };
  const pause = stands ?? beginning({ ...situation, otherwise: letsOn ? 'advance' : otherwise }, held);
  if (pause === undefined) {
    const next = unpaused(otherwise);
    const waiting = told !== undefined && next === 'keep baking';
    return { next, error, ...(waiting && { words: WORD['not healthy yet'](told.word) }) };
  }

  const reason = REASONS[pause.why];
  const until = addSeconds(new Date(pause.since), reason.seconds(plan));
  // A pause that begins is news to whoever said "go on" before: they say it again.
  const heard = stands === undefined ? undefined : told;
  const standing = standingOf(heard, letsOn, now < until, pause.why === 'hook failed' ? 'roll back' : plan.pauseEnds);
  return {
    next: unlessAsking(nextAt(standing, plan, otherwise)),
    error: standing === 'never told' || standing === 'over' ? reason.neverTold(error) : error,
    words: `${reason.says.check[standing](shortTime(until, now), heard?.word)}${heldFor(standing, pause)}`,
    ...(stands === undefined && standing === 'waits' && { begins: { ...pause, until: until.toISOString() } }),
  };
}

const wordOf = ({ word }: Pause): Told => ({ when: 'here', ...(word && { word }) });

/** Who spoke before this weight ran has not seen what there is against it. */
function wordLetsOn({ when }: Told, verdict: PauseSituation['verdict'], pause: Pause | undefined): boolean {
  if (when === 'before') return verdict.verdict === 'healthy' && pause?.why !== 'hook failed';
  return REASONS[pause?.why ?? 'told to pause'].goesOn(verdict);
}

function nextAt(standing: Standing, plan: PauseSituation['plan'], otherwise: NextStep): CheckResult['next'] {
  switch (standing) {
    case 'goes on':
      return 'advance';
    case 'waits':
    case 'not healthy yet':
      return plan.pausedCheckSeconds === undefined ? 'keep baking' : 'paused';
    case 'never told':
    case 'never healthy':
      return 'roll back';
    case 'over':
      return unpaused(otherwise);
  }
}

/** A "hold" that begins no pause could be ended by nobody. */
const unpaused = (next: NextStep): CheckResult['next'] => (next === 'hold' ? 'roll back' : next);

/** What was found when it began may be over by then, and is what a person asks first. */
const heldFor = (standing: Standing, { found }: Pause): string =>
  standing === 'never told' && found !== undefined ? `; it was held for: ${found}` : '';

function beginning(
  { at, verdict, now, ownRoom, ...check }: PauseSituation,
  held: string | undefined,
): Pause | undefined {
  const why = reasonFor({ ...check, hookFailed: held !== undefined });
  if (why === undefined) return undefined;
  const doubts = verdict.verdict === 'healthy' ? undefined : shortenAlarms(verdict.reasons.join(', '));
  const found = why === 'hook failed' ? held : doubts;
  return {
    at,
    why,
    since: now.toISOString(),
    ...(found !== undefined && { found }),
    told: false,
    // What a hook holds has a place of its own.
    ...(!ownRoom && why !== 'hook failed' && { spare: true as const }),
  };
}

function reasonFor(check: BakedCheck): PauseReason | undefined {
  const all = Object.entries(REASONS) as readonly (readonly [PauseReason, Reason])[];
  return all.find(([, { begins }]) => begins(check))?.[0];
}

function standingOf(told: Told | undefined, letsOn: boolean, inTime: boolean, pauseEnds: Plan['pauseEnds']): Standing {
  if (told !== undefined && letsOn) return 'goes on';
  // Who said "promote" at an earlier weight ends no pause that came for what they could not have seen.
  const asked = told?.when === 'here';
  if (inTime) return asked ? 'not healthy yet' : 'waits';
  if (pauseEnds === 'go on') return 'over';
  return asked ? 'never healthy' : 'never told';
}
