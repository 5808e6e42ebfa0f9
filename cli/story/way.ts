import { waitingIn } from '../../statemachine/outline/healthy.ts';
import { type Outline, type Stage, statesOf } from '../../statemachine/outline/outline.ts';
import { timetable } from './time-left.ts';

/** A part of a release's way, with its times. */
export interface Stretch {
  /** What leads to the first user; a weight; the promotion; the watch behind it. */
  readonly kind: 'begin' | 'step' | 'promotion' | 'watch';
  readonly weight: number;
  /** Its state that is entered first. */
  readonly first: string;
  /** What it waits if all goes well; what functions take comes on top. */
  readonly seconds: number;
  /** The same, from its beginning to the end of the release. */
  readonly left: number;
}

type Part = Stage & { readonly kind: Stretch['kind'] };
const isPart = (stage: Stage): stage is Part => ['begin', 'step', 'promotion', 'watch'].includes(stage.kind);

/** The way of a release from its start to its end, in its order. */
export function stretchesOf(outline: Outline): readonly Stretch[] {
  const table = timetable(outline);
  return outline.release.filter(isPart).map(({ kind, weight, parts }) => {
    const states = statesOf(parts).map(({ name }) => name);
    return {
      kind,
      weight,
      first: states[0] ?? '',
      seconds: waitingIn(parts),
      left: table.get(states.find((name) => table.has(name)) ?? '') ?? 0,
    };
  });
}

/** Waiting that a healthy release, or a revert, still had before it at a moment. */
export interface Left {
  readonly at: number;
  readonly seconds: number;
}

/**
 * By the state with the least left of those that were entered; undefined before the first.
 * @param entered when each state was entered first
 */
export function leftOf(
  outline: Outline,
  kind: 'release' | 'revert',
  entered: ReadonlyMap<string, number>,
): Left | undefined {
  const table = timetable(kind === 'revert' ? { ...outline, release: [outline.revert] } : outline);
  const reached = [...table].flatMap(([state, seconds]) => {
    const at = entered.get(state);
    return at === undefined ? [] : [{ at, seconds }];
  });
  return reached.sort((one, other) => one.seconds - other.seconds)[0];
}
