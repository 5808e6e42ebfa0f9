import type { ErrorName } from '../../statemachine/contract/errors.ts';
import { RELEASE_ROLLED_BACK } from '../../statemachine/contract/names.ts';
import type { ClosedRollout, OpenRollout } from '../record/record.ts';
import { isStandingBy } from './stand-by.ts';

export interface Revocation {
  readonly error: string;
  readonly reason: string;
  /** The execution that will finish the rollback; absent when nobody stays to do so (SNS). */
  readonly rescuer?: string;
  readonly at: Date;
}

/**
 * Characters of a reason that are kept: it travels through results, causes, the record and announcements, which all
 * have limits.
 */
const LONGEST_REASON = 1000;

/**
 * Takes the claim away. The first reason stays, because later ones ("claim lost", "aborted") only follow from it; the
 * first rescuer stays, and each further word of it is a heartbeat.
 */
export function revoke(rollout: OpenRollout, { error, reason, rescuer, at }: Revocation): OpenRollout {
  const revoked: OpenRollout = {
    ...rollout,
    phase: 'rolling back',
    error: rollout.error ?? error,
    reason: reasonOf(rollout, reason).slice(0, LONGEST_REASON),
  };
  if (rescuer === undefined || (rollout.rescuer !== undefined && rollout.rescuer !== rescuer)) return revoked;
  return { ...revoked, rescuer, rescuerSeenAt: at.toISOString() };
}

/** The first reason stays; of a rollback that stood by it also says what ended that. */
export function reasonOf(rollout: OpenRollout, reason: string): string {
  const { reason: first } = rollout;
  if (first === undefined) return reason;
  return isStandingBy(rollout) ? `${first}; held while production was broken too, until: ${reason}` : first;
}

/** A sentence that a pipeline's owner understands without the logs. */
export function describeRollback(rollout: Described): string {
  const { kind, listener, version, previousVersion, reason, error, notRestored } = rollout;
  const asked = error === 'RollbackAsked';
  const name = asked || error === undefined || error === 'CanaryRolledBack' ? '' : ` (${error})`;
  const what =
    notRestored === true
      ? `version ${version} could not be rolled back, production still runs it because version ` +
        `${previousVersion} no longer exists; it was asked for`
      : (asked ? 'as asked, ' : '') +
        (kind === 'revert'
          ? `the revert from version ${previousVersion} to ${version} was taken back`
          : (listenerUndone(listener) ?? `${RELEASE_ROLLED_BACK}${version} was rolled back`));
  return `${what}: ${reason ?? 'no reason given'}${name}`;
}

function listenerUndone(task: Described['listener']): string | undefined {
  if (task === undefined) return undefined;
  const to = typeof task === 'string' ? task : task.to;
  return to === 'adopt'
    ? 'the listener was not adopted, its default action is as it was'
    : 'the listener was not given back, production has every request';
}

/** The name under which a rolled-back execution ends. */
export function rollbackError({ notRestored }: Pick<Described, 'notRestored'>): ErrorName {
  return notRestored === true ? 'CannotRestoreProduction' : 'CanaryRolledBack';
}

type Described = Pick<OpenRollout, 'kind' | 'version' | 'previousVersion' | 'reason' | 'error' | 'notRestored'> & {
  readonly listener?: OpenRollout['listener'] | ClosedRollout['listener'];
};
