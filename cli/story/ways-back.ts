import { promotedVersions, type Past } from '../../rollout/record/past.ts';
import { Alias } from '../../statemachine/contract/names.ts';

export type { Past };

/** A version that somebody could put production back on. */
export interface WayBack {
  readonly version: string;
  /** When its last release was closed; absent for the version that releases began from. */
  readonly at?: string;
  /** What a revert that names none goes to. */
  readonly previous: boolean;
  /** True for one that was deleted. */
  readonly gone: boolean;
}

/** How the function stands. */
export interface Standing {
  readonly published: readonly string[];
  readonly aliases: Readonly<Record<string, string | undefined>>;
}

/**
 * What production could go back to: what `previous` keeps first, for it needs no name; then what was promoted last.
 * Without what production runs.
 */
export function waysBack(past: Past, { published, aliases }: Standing): readonly WayBack[] {
  const previous = aliases[Alias.previous];
  const promoted = promotedVersions(past);
  const kept = promoted.find(({ version }) => version === previous) ?? (previous && { version: previous });
  return [...(kept ? [kept] : []), ...promoted.filter((each) => each !== kept)]
    .filter(({ version }) => version !== aliases[Alias.production])
    .map((each) => ({ ...each, previous: each.version === previous, gone: !published.includes(each.version) }));
}
