import { expect } from 'vitest';
import { passingStates, timetable } from '../../../cli/story/time-left.ts';
import { type Situation, viewOf } from '../../../cli/watch/view.ts';
import { Follower } from '../../../local/cli/standing.ts';
import { Tally } from '../../../local/traffic/tally.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { turnsOf } from '../../../statemachine/outline/healthy.ts';
import { turnOf, type Outline, type Part } from '../../../statemachine/outline/outline.ts';
import type { OutlineState } from '../../../statemachine/outline/states.ts';

interface Entered {
  readonly at: number;
  readonly state: string;
}

const traffic = new Tally().report();

/**
 * Walks through a release that goes well, in which only waits take time, and looks at every state how much is said to
 * be left and to be done: by the terminal of a deployed release and by the one of a local cloud.
 * @param seconds that it takes in all
 */
export function expectCountdown(outline: Outline, seconds: number): void {
  const follower = new Follower();
  follower.expect({ timetable: timetable(outline), passing: passingStates(outline), alarms: [] });
  const entered = new Map<string, number>();
  for (const { at, state } of walk(outline)) {
    if (!entered.has(state)) entered.set(state, at * 1000);
    follower.follow({ kind: 'state', at: at * 1000, execution: 'e1', own: true, state });
    if (state === StateName.entry || state === StateName.promoted) continue;
    const { secondsLeft, done } = follower.standing(at * 1000, traffic);
    const view = viewOf({ ...SITUATION, outline, entered, state, now: at * 1000 });
    const told = {
      state,
      local: secondsLeft,
      deployed: view.secondsLeft,
      rollout: done?.rollout,
      legs: view.steps.reduce((sum, step) => sum + step.share * step.seconds, 0),
    };
    expect(told).toEqual({
      state,
      local: seconds - at,
      deployed: seconds - at,
      rollout: at / seconds,
      legs: expect.closeTo(at, 6) as number,
    });
  }
}

const SITUATION: Omit<Situation, 'outline' | 'entered' | 'state' | 'now'> = {
  execution: 'e1',
  startedAt: 0,
  stoppedAt: undefined,
  definition: {},
  chapter: { kind: 'advancing' },
  rollout: undefined,
  weights: undefined,
  alarms: [],
  traffic: { production: [], canary: [] },
};

function walk({ release }: Outline): Entered[] {
  let at = 0;
  return release
    .flatMap(({ parts }) => parts.flatMap(path))
    .map((state) => {
      const entered = { at, state: state.name };
      if (state.type === 'wait') at += state.seconds;
      return entered;
    });
}

const path = (part: Part): readonly OutlineState[] =>
  part.type === 'loop' ? Array.from({ length: turnsOf(part) }, () => turnOf(part)).flat() : [part];
