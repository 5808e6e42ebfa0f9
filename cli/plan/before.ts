import { shortenAlarms } from '../../rollout/alarms.ts';
import type { Past } from '../../rollout/record/past.ts';
import { headline } from '../story/text.ts';

/** What a reason may take. */
const LONGEST_REASON = 160;

/** One time that a version was rolled back. */
export interface RolledBack {
  /** ISO time of the close. */
  readonly at: string;
  readonly reason: string;
}

/** Every time that this version was rolled back, last first: what failed once may have been mended outside of it. */
export function rolledBackBefore({ closed }: Pick<Past, 'closed'>, version: string): readonly RolledBack[] {
  return closed
    .filter((each) => each.kind === undefined && each.outcome === 'rolled back' && each.version === version)
    .map(({ closedAt: at, reason = 'no reason given' }) => ({ at, reason }))
    .toSorted((a, b) => b.at.localeCompare(a.at));
}

/** Nothing where it never was. */
export function beforeLines(version: string, before: readonly RolledBack[]): readonly string[] {
  const [last] = before;
  if (last === undefined) return [];
  const when = `${last.at.slice(0, 16).replace('T', ' ')}, ${headline(shortenAlarms(last.reason), LONGEST_REASON)}`;
  const times = before.length === 1 ? `: ${when}` : `, ${before.length} times; last ${when}`;
  return ['', `Version ${version} was rolled back before${times}`];
}
