/** What an execution of the machine is there for, as its input says. */
export type Purpose = 'release' | 'revert' | 'rollback' | 'go on' | 'pause' | 'listener';

export function purposeOf(input: unknown): Purpose {
  if (typeof input !== 'object' || input === null) return 'release';
  if ('rollback' in input) return 'rollback';
  if ('revert' in input) return 'revert';
  if ('adopt' in input || 'releaseListener' in input) return 'listener';
  if ('pause' in input) return 'pause';
  return 'goOn' in input ? 'go on' : 'release';
}

/** Releases, reverts, and what is done with a listener, have a rollout of their own. The others act on another's. */
export function hasRollout(purpose: Purpose): boolean {
  return purpose === 'release' || purpose === 'revert' || purpose === 'listener';
}

/** What an event or a person said, in the input of an execution that rolls back. */
export function whyAsked(input: unknown): string {
  const { event, reason } =
    (input as { rollback?: { event?: RuleEvent; reason?: string } } | undefined)?.rollback ?? {};
  if (reason !== undefined) return reason;
  const { alarmName, status } = event?.detail ?? {};
  if (alarmName !== undefined) return `a rule saw alarm ${alarmName} go on`;
  if (status !== undefined) return `a rule saw the execution ${status}`;
  return event?.['detail-type'] ?? 'for no reason given';
}

interface RuleEvent {
  readonly 'detail-type'?: string;
  readonly detail?: { readonly alarmName?: string; readonly status?: string };
}
