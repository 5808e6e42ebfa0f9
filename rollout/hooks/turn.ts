import { CALL_BACK_SECONDS, type Hook, type HookState } from '../../statemachine/contract/hooks.ts';
import { addSeconds } from '../time.ts';
import type { Heard } from './reply.ts';

/** One turn in which hooks may be asked. */
export interface Turn {
  readonly now: Date;
  /** When the bake is over; undefined before users, where there is none. */
  readonly bakedAt: Date | undefined;
  /** The rollout is held, and nobody has said "go on" yet. */
  readonly held: boolean;
  /** Somebody has ended the waits of this weight: the next healthy check ends its bake. */
  readonly told: boolean;
}

/**
 * How a hook stands as a turn begins. What was asked once is asked anew behind a hold: an answer of hours ago says
 * nothing of now. So is it in each turn after somebody has ended the bake, until a check lets the rollout on.
 */
export function standsAt(hook: Hook, state: HookState | undefined, turn: Turn): HookState {
  const stale =
    (turn.held && state?.status !== 'failed') || (turn.told && isBaking(turn) && state?.status === 'succeeded');
  return state === undefined || (stale && isAskedOnce(hook)) ? notAsked(hook) : state;
}

/**
 * Whether a hook is asked in a turn:
 *
 * | hook               | is asked                                            |
 * |--------------------|-----------------------------------------------------|
 * | `in bake`          | in each turn                                        |
 * | `before promotion` | once the bake is over, or was ended by somebody,    |
 * |                    | and no hold waits, until it has succeeded           |
 * | `before users`     | until it has succeeded                              |
 * | any that failed    | no more                                             |
 * | any in progress    | when the time is over that it has asked for         |
 */
export function isAsked(hook: Hook, state: HookState, turn: Turn): boolean {
  if (state.status === 'failed') return false;
  if (isAskedOnce(hook) && (turn.held || state.status === 'succeeded')) return false;
  if (hook.at === 'before promotion' && isBaking(turn) && !turn.told) return false;
  return isDue(state, turn.now);
}

/** How a hook stands once it was heard. */
export function afterHearing(hook: Hook, before: HookState, heard: Heard, { now, bakedAt }: Turn): HookState {
  const since = before.since ?? now.toISOString();
  const until = addSeconds(new Date(since), hook.timeoutSeconds);
  const details = heard.details ?? before.details;
  const state = { ...notAsked(hook), since, says: heard.says, ...(details && { details }) };
  switch (heard.status) {
    case 'succeeded':
      return { ...state, status: 'succeeded' };
    case 'failed':
      return failed(state, now, heard.says);
    case 'in progress': {
      if (now >= until) return failed(state, now, tooLate(hook, heard.says));
      const due = addSeconds(now, heard.callBackSeconds ?? CALL_BACK_SECONDS);
      return { ...state, status: 'in progress', until: iso(until), due: iso(due < until ? due : until) };
    }
    case 'busy': {
      // The bake goes on meanwhile: that costs nothing.
      const limit = bakedAt !== undefined && bakedAt > until ? bakedAt : until;
      return now < limit ? { ...state, status: 'in progress', until: iso(limit) } : failed(state, now, heard.says);
    }
  }
}

/** What messages call it: `freeze-calendar`, or `freeze-calendar:live`. */
export const nameOf = ({ name, fn }: Pick<Hook, 'name' | 'fn'>): string => name ?? fn.split(':').slice(6).join(':');

function notAsked(hook: Hook): HookState {
  return { name: nameOf(hook), at: hook.at, onError: hook.onError ?? 'roll back', status: 'not asked', says: '' };
}

const isBaking = ({ now, bakedAt }: Turn): boolean => bakedAt !== undefined && now < bakedAt;
const isAskedOnce = ({ at }: Hook): boolean => at !== 'in bake';
/** Only what is in progress says when it is due. */
const isDue = ({ due }: HookState, now: Date): boolean => due === undefined || now >= new Date(due);
const iso = (time: Date): string => time.toISOString();

const failed = (state: HookState, now: Date, says: string): HookState => ({
  ...state,
  status: 'failed',
  failedAt: iso(now),
  says,
});

const tooLate = ({ timeoutSeconds }: Hook, says: string): string =>
  `it had not succeeded after ${timeoutSeconds} s${says === '' ? '' : ` (${says})`}`;
