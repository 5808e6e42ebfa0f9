import { ContractError } from '../../statemachine/contract/errors.ts';
import { isDriftRollout } from '../rollback/watchdog.ts';
import type { ClosedRollout, RolloutRecord } from './record.ts';

/** Every rollout that was closed, in no order. */
export interface Past {
  readonly closed: readonly ClosedRollout[];
  /** Items of the history that nobody understands. What they were about is not known to have been promoted. */
  readonly unreadable: number;
}

/**
 * With the rollout that was closed last: it is in the record before it is in the history. So read the record first and
 * the history second, and none is missed.
 */
export function withLast({ closed, unreadable }: Past, { last }: Pick<RolloutRecord, 'last'>): Past {
  const missing = last !== undefined && closed.every(({ id }) => id !== last.id);
  return { closed: missing ? [...closed, last] : closed, unreadable };
}

/** A version that production may go back to. */
export interface Promoted {
  readonly version: string;
  /** When its last release was closed; absent for the version that releases began from. */
  readonly at?: string;
}

/**
 * What releases have promoted, last first, and the version that production ran when the first of them claimed. A revert
 * promotes nothing: it may have gone to what somebody put behind `previous` by hand.
 */
export function promotedVersions({ closed, unreadable }: Past): readonly Promoted[] {
  const releases = closed.filter(
    (each) => each.kind === undefined && each.listener === undefined && !isDriftRollout(each),
  );
  const promotions = releases
    .filter(({ outcome }) => outcome === 'promoted')
    .sort((a, b) => b.closedAt.localeCompare(a.closedAt));
  const last = promotions.filter(({ version }, i) => promotions.findIndex((each) => each.version === version) === i);
  const [oldest] = [...releases].sort((a, b) => a.claimedAt.localeCompare(b.claimedAt));
  const first = unreadable === 0 ? oldest?.previousVersion : undefined;
  return [
    ...last.map(({ version, closedAt: at }) => ({ version, at })),
    ...(first === undefined || last.some(({ version }) => version === first) ? [] : [{ version: first }]),
  ];
}

/** Versions that are named in a refusal. */
const MOST_NAMED = 10;

/** @throws ContractError NeverPromoted */
export function requirePromoted(past: Past, version: string): void {
  const promoted = promotedVersions(past).map((each) => each.version);
  if (promoted.includes(version)) return;
  const more = promoted.length > MOST_NAMED ? ` and ${promoted.length - MOST_NAMED} before them` : '';
  const there = promoted.length === 0 ? 'none was' : `these were: ${promoted.slice(0, MOST_NAMED).join(', ')}${more}`;
  const unreadable = past.unreadable === 0 ? '' : `; ${past.unreadable} of the history cannot be read`;
  throw new ContractError(
    'NeverPromoted',
    `version ${version} was never promoted, so that nothing is known of it in production; ${there}${unreadable}`,
  );
}
