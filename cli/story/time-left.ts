import { StateName } from '../../statemachine/contract/names.ts';
import { type Definition, type DefinedState, weightsOf } from './definition.ts';

/** Seconds of waiting that a healthy rollout still has before it when it enters a state; states in their order. */
export type Timetable = ReadonlyMap<string, number>;

/**
 * Reads from the definition how long each state of a healthy rollout waits. What its handlers take comes on top:
 * seconds, where waits are minutes.
 */
export function timetable(definition: Definition): Timetable {
  const states = definition.States ?? {};
  const waitOf = (state: string) => wholeSeconds(states[state]?.Seconds);
  const legs: (readonly [state: string, seconds: number])[] = [
    [StateName.claim, 0],
    [StateName.smokeTest, 0],
    ...weightsOf(definition).flatMap((weight) => [
      [StateName.shift(weight), 0] as const,
      [StateName.settle(weight), waitOf(StateName.settle(weight))] as const,
      [StateName.bake(weight), bakeOf(states[StateName.check(weight)])] as const,
    ]),
    [StateName.promote, 0],
    [StateName.settlePromotion, waitOf(StateName.settlePromotion)],
    [StateName.confirmProduction, 0],
    [StateName.returnTraffic, 0],
    [StateName.settleReturn, waitOf(StateName.settleReturn)],
    [StateName.watch, bakeOf(states[StateName.checkProduction])],
    [StateName.close, 0],
  ];
  const table = new Map<string, number>();
  legs.reduceRight((after, [state, seconds]) => {
    table.set(state, after + seconds);
    return after + seconds;
  }, 0);
  return table;
}

function bakeOf(check: DefinedState | undefined): number {
  return wholeSeconds(check?.Arguments?.Payload?.bakeSeconds);
}

function wholeSeconds(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
