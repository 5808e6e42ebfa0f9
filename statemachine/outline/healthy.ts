import { partsOf, turnOf, type Loop, type Part, type Stage } from './outline.ts';
import type { OutlineState } from './states.ts';

/** What a release takes if all goes well. */

const secondsOf = (state: OutlineState): number => (state.type === 'wait' ? state.seconds : 0);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** How long one turn of a loop waits. */
export const turnSeconds = (loop: Loop): number => sum(turnOf(loop).map(secondsOf));

/** How often a loop waits: the first look after its time is its last. */
export function turnsOf(loop: Loop): number {
  const each = turnSeconds(loop);
  return each === 0 ? 0 : Math.ceil(loop.seconds / each);
}

/**
 * How long a part waits; what functions take comes on top: seconds, where waits are minutes. A bake of 100 s that looks
 * each 60 s waits 120 s.
 */
export const waitingOf = (part: Part): number =>
  part.type === 'loop' ? Math.max(part.seconds, turnsOf(part) * turnSeconds(part)) : secondsOf(part);

/** How long these parts wait in all. */
export const waitingIn = (parts: readonly Part[]): number => sum(parts.map(waitingOf));

/** A state, and how often a release enters it. */
export interface Visited {
  readonly state: OutlineState;
  readonly times: number;
}

/** Every state that these stages go through, and how often. */
export const visitsOf = (stages: readonly Stage[]): readonly Visited[] => partsOf(stages).flatMap(visits);

function visits(part: Part): readonly Visited[] {
  if (part.type !== 'loop') return [{ state: part, times: 1 }];
  const turns = turnsOf(part);
  const looks = part.begins === 'with a look' ? turns + 1 : turns;
  return [
    ...part.wait.map((state) => ({ state, times: turns })),
    ...part.look.map((state) => ({ state, times: looks })),
  ];
}
