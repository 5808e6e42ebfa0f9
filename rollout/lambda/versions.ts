import { ContractError } from '../../statemachine/contract/errors.ts';
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

/** A rollback must be able to come back to what production runs now. @throws ContractError VersionNotFound */
export function requirePublished(production: string): void {
  if (/^[1-9][0-9]*$/.test(production)) return;
  throw new ContractError(
    'VersionNotFound',
    `alias production is at ${production}, expected a published version number`,
  );
}
