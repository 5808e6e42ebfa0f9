import type { ErrorName } from '../../statemachine/contract/errors.ts';
import { describeAlarm } from '../alarms.ts';

/**
 * Why a rollback begins, and which rollout that may concern. `unasked`: something broke, and neither a person nor a
 * verdict wants it.
 */
export type Trigger =
  /** Exactly this rollout: the machine's own branch, or one whose target was found before. */
  | {
      readonly kind: 'rollout';
      readonly id: string;
      readonly error: string;
      readonly reason: string;
      readonly unasked?: boolean;
    }
  /** An execution ended; only its own rollout may be rolled back for that. */
  | {
      readonly kind: 'execution ended';
      readonly id: string;
      readonly error: ErrorName;
      readonly reason: string;
      readonly unasked: boolean;
    }
  /** An alarm came on at `at`; whichever rollout is open, unless it claimed later than that. */
  | { readonly kind: 'alarm'; readonly at: Date; readonly error: ErrorName; readonly reason: string }
  /** A person or another monitor; whichever rollout is open, unless it claimed after `at`, when that is known. */
  | { readonly kind: 'request'; readonly at?: Date; readonly error: ErrorName; readonly reason: string }
  /** Understood, and no reason to roll anything back: an alarm that went off. */
  | { readonly kind: 'none'; readonly reason: string };

/** @param at when it was asked for: a request that arrives late, or again, must not hit the next rollout */
export function personAsked(reason: string, at?: Date): Trigger {
  return { kind: 'request', error: 'RollbackAsked', reason, ...(at && { at }) };
}

/** @param at when the alarm entered the state */
export function alarmChanged(alarm: { name: string; state: string; at: Date; reason: string }): Trigger {
  const { name, state, at, reason } = alarm;
  return state === 'ALARM'
    ? { kind: 'alarm', at, error: 'CanaryRolledBack', reason: describeAlarm({ name, since: at, reason }) }
    : { kind: 'none', reason: `alarm ${name} went to ${state} at ${at.toISOString()}: ${reason}` };
}
