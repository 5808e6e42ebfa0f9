import { READY_CHECK_SECONDS, READY_WITHIN_SECONDS } from '../../statemachine/contract/provision.ts';
import type { ProvisionResult } from '../../statemachine/contract/rows/provision.ts';
import { withRollout, type RecordBody } from '../record/changes.ts';
import type { OpenRollout, RolloutRecord } from '../record/record.ts';
import { addSeconds } from '../time.ts';

/** What Lambda says of a version's provisioned concurrency. */
export interface Provisioned {
  readonly status: 'in progress' | 'ready' | 'failed';
  readonly requested: number;
  readonly available: number;
  /** Why it failed, in Lambda's words. */
  readonly reason?: string | undefined;
}

/**
 * The record from before provisioned concurrency is asked for: whoever closes this rollout, or keeps watch, then knows
 * what may be left behind. That is also what production has by then, whoever gave it: once it is replaced nobody needs
 * that.
 */
export function noteProvisioned(record: RolloutRecord, rollout: OpenRollout, now: Date): RecordBody {
  const since = now.toISOString();
  const provisioned = { [rollout.previousVersion]: since, [rollout.version]: since, ...record.provisioned };
  return withRollout({ ...record, provisioned }, { ...rollout, provisionedSince: since });
}

/**
 * The versions from which it is to be taken away: at rest all but what production runs, and that too where a version
 * gets none.
 *
 * | record                                | taken away from                        |
 * |---------------------------------------|----------------------------------------|
 * | a release, a revert, a rollback runs  | nobody: each of its versions may serve |
 * | at rest                               | every noted version but production's   |
 * | at rest, and a version gets 0         | every noted version                    |
 */
export function leftovers(
  { provisioned = {}, rollout }: Pick<RolloutRecord, 'provisioned' | 'rollout'>,
  production: string,
  perVersion: number,
): readonly string[] {
  if (rollout !== undefined) return [];
  return Object.keys(provisioned).filter((version) => perVersion === 0 || version !== production);
}

/** The record after it was taken away; undefined when a rollout that began since may have given it anew. */
export function forgetProvisioned(record: RolloutRecord, version: string): RecordBody | undefined {
  const { revision: _revision, provisioned = {}, ...others } = record;
  if (record.rollout !== undefined || !Object.hasOwn(provisioned, version)) return undefined;
  const { [version]: _gone, ...left } = provisioned;
  return { ...others, ...(Object.keys(left).length > 0 && { provisioned: left }) };
}

export interface Look {
  readonly version: string;
  /** How many it is to have. */
  readonly wanted: number;
  /** When it was first asked for. */
  readonly since: Date;
  readonly now: Date;
  /** What Lambda says; undefined when it says nothing of it. */
  readonly found: Provisioned | undefined;
  /** Why Lambda did not accept it in this look. */
  readonly notAccepted?: { readonly mayPass: boolean; readonly words: string } | undefined;
}

/** Ready leads on; whatever is final, or is not ready in time, rolls back; anything else is looked at again. */
export function decideReady(look: Look): ProvisionResult {
  const { found, notAccepted, now, since, version, wanted } = look;
  const of = `provisioned concurrency of version ${version}`;
  if (notAccepted?.mayPass === false) return notReady(`${of} was refused: ${notAccepted.words}`);
  if (found?.status === 'failed' && found.requested === wanted)
    return notReady(`${of} failed: ${found.reason ?? 'Lambda gave no reason'}`);
  const words =
    notAccepted !== undefined
      ? `Lambda does not take it yet: ${notAccepted.words}`
      : `${found?.available ?? 0} of ${wanted} environments are ready`;
  // A call that took it away before may still have been on its way.
  const settled = now.getTime() >= addSeconds(since, READY_CHECK_SECONDS).getTime();
  if (found?.status === 'ready' && found.requested === wanted && settled)
    return { next: 'advance', error: '', cause: '', message: `${of}: ${words}` };
  if (now.getTime() >= addSeconds(since, READY_WITHIN_SECONDS).getTime())
    return notReady(`${of} was not ready within ${READY_WITHIN_SECONDS} s: ${words}`);
  return { next: 'keep waiting', error: '', cause: '', message: `${of}: ${words}` };
}

const notReady = (cause: string): ProvisionResult => ({
  next: 'roll back',
  error: 'ConcurrencyNotReady',
  cause,
  message: cause,
});
