import { percent, whole } from '../words.ts';

/** `open`: so few releases were played that what was seen proves it neither way. */
export type Standing = 'met' | 'missed' | 'open';

export interface Target {
  readonly what: string;
  readonly standing: Standing;
  /** What was measured, and where it was missed. */
  readonly found: string;
}

/** Something of which no more than so many should be seen. */
export interface Bounded {
  readonly name: string;
  readonly seen: number;
  readonly runs: number;
  /** Upper 95 % bound of its chance. */
  readonly most: number;
}

/** Met by each of them, and missed by any. */
export function boundedTarget(what: string, limit: number, cases: readonly Bounded[]): Target {
  const each = cases.map((one) => ({ ...one, standing: standingOf(one, limit) }));
  return {
    what,
    standing: worst(each.map(({ standing }) => standing)),
    found: each.map(({ standing, ...one }) => `${told(one)}${standing === 'met' ? '' : `, ${standing}`}`).join('; '),
  };
}

export function worst(standings: readonly Standing[]): Standing {
  if (standings.includes('missed')) return 'missed';
  return standings.length === 0 || standings.includes('open') ? 'open' : 'met';
}

function standingOf({ seen, runs, most }: Bounded, limit: number): Standing {
  if (most <= limit) return 'met';
  return seen > limit * runs ? 'missed' : 'open';
}

const told = ({ name, seen, runs, most }: Bounded): string =>
  `${name}: ${whole(seen)} of ${whole(runs)}, at most ${exact(most)}`;

const exact = (share: number): string => (share < 0.01 ? `${(100 * share).toFixed(3)} %` : percent(share));
