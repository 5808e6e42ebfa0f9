import type { Plan } from './contract/plan.ts';
import { turnSeconds } from './outline/healthy.ts';
import { outlineOf } from './outline/outline-of.ts';
import { partsOf, pausedLoop, stagesOf, turnOf, type Loop, type Outline, type Part } from './outline/outline.ts';
import type { OutlineState } from './outline/states.ts';
import { longestTask } from './timeouts.ts';

/** The most that a part of a rollout can take. */
export interface Longest {
  /** With every retry, each as late as it can be. */
  readonly seconds: number;
  /** Of the execution's history, without any retry. */
  readonly events: number;
  /** Turns of the loops: wait, check, "healthy?". */
  readonly checks: number;
}

/** The most that a rollout of this plan can take. */
export const longestRollout = (plan: Plan): Longest => longestOf(outlineOf(plan));

/**
 * The most that a rollout can take within the bounds of its own states: every bake extended, a hold at one of the
 * weights and at each where the plan itself may pause it, and one full round of rollback at its end, before which
 * production is found broken too. A revert takes less: it has no step. A rollback that has to start over has what the
 * rest did not need; so has one that Lambda refuses to run.
 */
export function longestOf({ release, rollback, holds }: Outline): Longest {
  const bakes = loopsIn(partsOf(release.filter(({ kind }) => kind === 'step')));
  const held = most(
    holds.most,
    bakes.map((loop) => ofLoop(pausedLoop(loop), holds.seconds)),
  );
  // It ends once, behind the rollback.
  const forward = partsOf(release).filter(({ type }) => type !== 'end');
  return sum([STARTED, ...forward.map(ofPart), held, ...rollback.parts.map(ofPart)]);
}

/** History events of one turn of a loop, the one that has most. */
export const turnEvents = (outline: Outline): number =>
  Math.max(0, ...loopsIn(partsOf(stagesOf(outline))).map((loop) => sum(turnOf(loop).map(ofState)).events));

const STARTED: Longest = { seconds: 0, events: 1, checks: 0 };

function ofPart(part: Part): Longest {
  return part.type === 'loop' ? ofLoop(part, part.mostSeconds) : ofState(part);
}

/**
 * A look that says "once more" began before the time was over. After it come the rest of that look, one more wait and
 * one more look. One more turn also for a clock that is a moment behind.
 */
function ofLoop(loop: Loop, seconds: number): Longest {
  const wait = sum(loop.wait.map(ofState));
  const look = sum(loop.look.map(ofState));
  const turns = Math.ceil(seconds / turnSeconds(loop)) + 1;
  const looks = loop.begins === 'with a look' ? turns + 1 : turns;
  return {
    seconds: seconds + wait.seconds + 2 * look.seconds,
    events: turns * wait.events + looks * look.events,
    checks: turns,
  };
}

/** Events: entered and exited; a task also has scheduled, started and succeeded. An end is entered, and is the end. */
function ofState(state: OutlineState): Longest {
  switch (state.type) {
    case 'task':
      return { seconds: longestTask(state.functionSeconds, state.retries), events: 5, checks: 0 };
    case 'wait':
      return { seconds: state.seconds, events: 2, checks: 0 };
    case 'choice':
    case 'end':
      return { seconds: 0, events: 2, checks: 0 };
  }
}

function loopsIn(parts: readonly Part[]): readonly Loop[] {
  return parts.filter((part) => part.type === 'loop');
}

const sum = (parts: readonly Longest[]): Longest => most(parts.length, parts);

/** The most that so many of these parts can take: the longest are not always those with the most events. */
function most(count: number, parts: readonly Longest[]): Longest {
  const largest = (figure: keyof Longest) =>
    parts
      .map((part) => part[figure])
      .toSorted((a, b) => b - a)
      .slice(0, count)
      .reduce((all, each) => all + each, 0);
  return { seconds: largest('seconds'), events: largest('events'), checks: largest('checks') };
}
