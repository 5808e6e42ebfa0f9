import type { Groups } from '../record/record.ts';

/** Of a default action: the groups that get requests. */
export const serving = (groups: Groups): readonly string[] => Object.keys(groups).filter((id) => (groups[id] ?? 0) > 0);

/** Whether both share requests out alike; a group without weight gets none. */
export function sameGroups(a: Groups, b: Groups): boolean {
  const ids = serving(a);
  return ids.length === serving(b).length && ids.every((id) => a[id] === b[id]);
}

/** What the default action was before it was adopted is not known: then nothing can be given back. */
export const isUnknown = (before: Groups): boolean => serving(before).length === 0;

/** For a sentence: "tg-1 90, tg-2 10". */
export function describeGroups(groups: Groups): string {
  const parts = Object.entries(groups).map(([id, weight]) => `${id} ${weight}`);
  return parts.length === 0 ? 'no target group' : parts.join(', ');
}
