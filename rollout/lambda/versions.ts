import { ContractError } from '../../statemachine/contract/errors.ts';
import { executionName } from '../execution.ts';
import type { RolloutRecord } from '../record/record.ts';

/**
 * The highest version number that was claimed so far. A record of handlers that did not note it still holds the last
 * two that are known.
 * @returns undefined when nothing ever was
 */
export function newestTried({ newestTried: noted, rollout, last, lastPromoted }: RolloutRecord): string | undefined {
  return highest([noted, rollout?.version, last?.version, lastPromoted]);
}

/** The higher of two version numbers is the newer one: Lambda never gives out a number twice. */
export function highest(versions: readonly (string | undefined)[]): string | undefined {
  const numbers = versions.map(Number).filter((number) => Number.isSafeInteger(number));
  return numbers.length === 0 ? undefined : String(Math.max(...numbers));
}

/** Why a deploy does not release this version: undefined when it was never tried. */
export function triedBefore(record: RolloutRecord, version: string): string | undefined {
  const tried = newestTried(record);
  if (tried === undefined || Number(version) > Number(tried)) return undefined;
  const { rollout, last } = record;
  if (rollout?.version === version) return `nothing to release: version ${version} is being tried right now`;
  const how = last?.version === version ? ` (${last.outcome})` : '';
  return `nothing to release: version ${version} was tried before${how}: start it by hand`;
}

/**
 * Why what waited for a release to end is not released: something came since, which may have been a person's. Its own
 * event may be late, or come again.
 */
export function overtaken({ rollout, last }: RolloutRecord, after: string): string | undefined {
  const since = rollout ?? (last?.id === after ? undefined : last);
  if (since === undefined && last !== undefined) return undefined;
  const what = since === undefined ? 'nothing is known of that' : `${executionName(since.id)} came since`;
  return `nothing to release: this was to follow ${executionName(after)}, and ${what}`;
}

/**
 * Why the newest version is not released unless it is named: nobody means a version that a person has put out again; a
 * pipeline that runs once more, most often. An older version is no answer either.
 */
export function whyNotByItself({ reverted = {} }: RolloutRecord, newest: string): string | undefined {
  const since = reverted[newest];
  if (since === undefined) return undefined;
  return (
    `version ${newest}, the newest, was in production until it was reverted at ${since}; publish a newer one, or ` +
    `name it to release it all the same: {"version":"${newest}"}`
  );
}

/** A sentence when the release before was one of this version, and was taken back. */
export function triedInVain({ last }: RolloutRecord, version: string): string | undefined {
  if (last?.version !== version || last.outcome !== 'rolled back' || last.listener !== undefined) return undefined;
  return `version ${version} was rolled back before, at ${last.closedAt}: ${last.reason ?? 'no reason given'}`;
}

/** A rollback must be able to come back to what production runs now. @throws ContractError VersionNotFound */
export function requirePublished(production: string): void {
  if (/^[1-9][0-9]*$/.test(production)) return;
  throw new ContractError(
    'VersionNotFound',
    `alias production is at ${production}, expected a published version number`,
  );
}
