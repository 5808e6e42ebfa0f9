import { waitingOf } from '../../statemachine/outline/healthy.ts';
import { partsOf, statesOf, type Outline } from '../../statemachine/outline/outline.ts';

/** Seconds of waiting that a healthy rollout still has before it when it enters a state; states in their order. */
export type Timetable = ReadonlyMap<string, number>;

/**
 * How long each task, wait and loop of a healthy rollout still has, from the end. A loop is there by the first state of
 * it. What its handlers take comes on top: seconds, where waits are minutes.
 */
export function timetable({ release }: Outline): Timetable {
  const table = new Map<string, number>();
  partsOf(release).reduceRight((after, part) => {
    const left = after + waitingOf(part);
    const [first] = statesOf([part]);
    if (first !== undefined && part.type !== 'choice' && part.type !== 'end') table.set(first.name, left);
    return left;
  }, 0);
  return table;
}

/** States of a healthy rollout between two of its timetable: they leave the countdown alone. */
export function passingStates(outline: Outline): ReadonlySet<string> {
  const table = timetable(outline);
  const states = statesOf(partsOf(outline.release)).filter(({ type }) => type !== 'end');
  return new Set(states.map(({ name }) => name).filter((name) => !table.has(name)));
}
