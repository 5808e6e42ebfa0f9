import type { RolloutRecord } from '../../rollout/record/record.ts';
import { Alias } from '../../statemachine/contract/names.ts';

/** An alias and every version that it sends requests to. */
export interface AliasVersions {
  readonly name: string;
  readonly versions: readonly string[];
}

export interface PruneFacts {
  /** Published version numbers; `$LATEST` is none. */
  readonly versions: readonly string[];
  readonly aliases: readonly AliasVersions[];
  readonly record: RolloutRecord;
  /** The version that the stack itself owns, where it is known. */
  readonly deployed?: string;
  /** How many of the newest to keep, 1 or more. */
  readonly keep: number;
  /** What production can go back to, last promoted first. */
  readonly promoted: readonly string[];
  /** How many of those to keep. */
  readonly keepPromoted: number;
}

export interface JudgedVersion {
  readonly version: string;
  /** Why it stays. None: nobody needs it. */
  readonly reasons: readonly string[];
}

/**
 * Says of each published version why it must stay, newest first.
 *
 * @throws Error when an alias or the open rollout names a version that is not among them: the facts do not belong
 * together, and nothing may be deleted on them
 */
export function judgeVersions(facts: PruneFacts): readonly JudgedVersion[] {
  const { versions, aliases, record, deployed, keep } = facts;
  const kept = keptToGoBack(facts);
  const newestFirst = [...versions].sort((a, b) => Number(b) - Number(a));
  const needs = needsOf({ aliases, record });
  const unknown = needs.find(({ version }) => version !== LATEST && !versions.includes(version));
  if (unknown !== undefined) {
    throw new Error(
      `${unknown.reason} needs version ${unknown.version}, which is not among the published versions ` +
        (newestFirst.join(', ') || '(none)'),
    );
  }
  return newestFirst.map((version, i) => {
    const reasons = needs.filter((need) => need.version === version).map(({ reason }) => reason);
    if (version === deployed) reasons.push('the stack');
    if (kept.has(version)) reasons.push('promoted, to go back to');
    if (i < keep) reasons.push(keep === 1 ? 'the newest' : `the newest ${keep}`);
    return { version, reasons };
  });
}

/** Of those that are still there, besides what production runs. */
function keptToGoBack({ aliases, keepPromoted, promoted, versions }: PruneFacts): ReadonlySet<string> {
  const running = aliases.flatMap((alias) => (alias.name === Alias.production ? alias.versions : []));
  const left = promoted.filter((version) => versions.includes(version) && !running.includes(version));
  return new Set(left.slice(0, keepPromoted));
}

/** Who needs this version now, whatever else is published. */
export function neededBy(version: string, facts: Pick<PruneFacts, 'aliases' | 'record'>): readonly string[] {
  return needsOf(facts)
    .filter((need) => need.version === version)
    .map(({ reason }) => reason);
}

const LATEST = '$LATEST';

interface Need {
  readonly version: string;
  readonly reason: string;
}

function needsOf({ aliases, record }: Pick<PruneFacts, 'aliases' | 'record'>): readonly Need[] {
  return [...aliases.flatMap(neededByAlias), ...neededByRollout(record)];
}

function neededByAlias({ name, versions }: AliasVersions): readonly Need[] {
  return versions.map((version) => ({ version, reason: `alias ${name}` }));
}

/** Its previous version is what a rollback goes back to; one that is gone already is not asked for again. */
function neededByRollout({ rollout }: RolloutRecord): readonly Need[] {
  if (rollout === undefined) return [];
  const needs = [{ version: rollout.version, reason: 'the open rollout' }];
  return rollout.notRestored === true
    ? needs
    : [...needs, { version: rollout.previousVersion, reason: 'going back from the open rollout' }];
}
