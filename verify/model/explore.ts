import type { Plan } from '../../statemachine/contract/plan.ts';
import type { Plant } from '../plants/plant.ts';
import { beginning, tablesFor } from './beginning.ts';
import { SMALL_PLAN } from './small-plans.ts';
import type { Tables } from './calls.ts';
import { Edges } from './edges.ts';
import { NotKnownYet } from './interner.ts';
import { judgeEnd, type Violation } from './invariants.ts';
import { callOf, isQuiet, movesFrom } from './moves.ts';
import { beginRound } from './progress.ts';
import { keyOf, type Budget, type State } from './state.ts';

/** Rounds of the watchdog that must be enough once nothing goes on by itself. */
const LAST_ROUNDS = 2;

export interface ExploreOptions {
  readonly scenario: string;
  /** What may happen beside one release, and how often. */
  readonly budget: Budget;
  /** @default SMALL_PLAN */
  readonly plan?: Plan;
  /** Changes the handlers or the definition, to see whether it is noticed. @default - everything as it is */
  readonly plant?: Plant;
  /** @default - as many as there are */
  readonly mostStates?: number;
  /** Whether the first violation ends the search. @default false, every state is visited */
  readonly untilViolation?: boolean;
}

export interface Found extends Violation {
  /** The shortest way there, a sentence for each move. */
  readonly timeline: readonly string[];
}

export interface Exploration {
  readonly scenario: string;
  readonly states: number;
  readonly transitions: number;
  /** Moves to the state that is farthest from the start. */
  readonly depth: number;
  /** States in which nothing goes on by itself. */
  readonly endings: number;
  /** Those of them that needed the watchdog's last rounds. */
  readonly endingsForWatchdog: number;
  /** The first of each invariant, in the order of how far they are from the start. */
  readonly violations: readonly Found[];
  /** False when `mostStates` or `untilViolation` ended it. */
  readonly complete: boolean;
}

/** Visits every reachable state of the real handlers and the synthesized definition, breadth first. */
export async function exploreModel(options: ExploreOptions): Promise<Exploration> {
  const tables = tablesFor(options.plan ?? SMALL_PLAN, options.plant);
  const first = await known(() => beginning(tables, options.budget));
  const index = new Map<string, number>([[keyOf(first), 0]]);
  const parents: number[] = [-1];
  const choices: number[] = [0];
  const violations: { at: number; found: Violation; choice?: number }[] = [];
  const seen = new Set<string>();
  const note = (found: Violation, at: number, choice?: number) => {
    if (seen.has(found.invariant)) return;
    seen.add(found.invariant);
    violations.push({ at, found, ...(choice !== undefined && { choice }) });
  };
  const edges = new Edges();
  const ends: number[] = [];
  let transitions = 0;
  let depth = 0;
  let endingsForWatchdog = 0;
  let complete = true;

  let level: State[] = [first];
  let at = 0;
  while (level.length > 0 && complete) {
    const next: State[] = [];
    for (const state of level) {
      if (isQuiet(state)) {
        ends.push(at);
        const { needed, wrong } = await known(() =>
          judgeQuiet(tables, state, options.plant?.watchdog === false ? 0 : LAST_ROUNDS),
        );
        if (needed) endingsForWatchdog++;
        wrong.forEach((found) => note(found, at));
      }
      const moves = await knownSoon(() => movesFrom(tables, state));
      for (const [choice, { to, violations: found }] of moves.entries()) {
        transitions++;
        for (const each of found) note(each, at, choice);
        if (found.length > 0) continue;
        const key = keyOf(to);
        const known = index.get(key);
        edges.add(at, known ?? parents.length);
        if (known !== undefined) continue;
        index.set(key, parents.length);
        parents.push(at);
        choices.push(choice);
        next.push(to);
      }
      at++;
    }
    if (options.mostStates !== undefined && parents.length > options.mostStates) complete = false;
    if (options.untilViolation === true && violations.length > 0) complete = false;
    level = next;
    if (next.length > 0) depth++;
  }

  // From every state there is a way to an ending, and each ending is judged: so whatever is not put off for ever ends
  // well.
  const stuck = complete && violations.length === 0 ? edges.firstWithoutWay(parents.length, ends) : undefined;
  if (stuck !== undefined) note({ invariant: 'I5', what: 'no way leads to an ending from here' }, stuck);

  const found: Found[] = [];
  for (const { at, found: violation, choice } of violations) {
    const path = choice === undefined ? [] : [choice];
    for (let i = at; i > 0; i = parents[i] ?? 0) path.unshift(choices[i] ?? 0);
    found.push({ ...violation, timeline: await retell(tables, first, path) });
  }
  return {
    scenario: options.scenario,
    states: parents.length,
    transitions,
    depth,
    endings: ends.length,
    endingsForWatchdog,
    violations: found,
    complete,
  };
}

/** Lets the watchdog come round as often as that, and looks at what is left. */
function judgeQuiet(tables: Tables, state: State, rounds: number): { needed: boolean; wrong: Violation[] } {
  const judge = (end: State): Violation[] => {
    const world = tables.values.world(end);
    return judgeEnd(world, tables.values.records.value(world.record));
  };
  const before = judge(state);
  if (before.length === 0) return { needed: false, wrong: [] };
  let now = state;
  for (let round = 0; round < rounds; round++) {
    now = onlyOne(beginRound(tables, now).map((outcome) => outcome.state));
    while (now.processes.length > 0) {
      const moves = callOf(tables, now, 0);
      const wrong = moves.flatMap(({ violations }) => violations);
      if (wrong.length > 0) return { needed: true, wrong };
      now = onlyOne(moves.map(({ to }) => to));
    }
  }
  return { needed: true, wrong: judge(now) };
}

function onlyOne(states: readonly State[]): State {
  const [state] = states;
  if (!state || states.length > 1) throw new Error('a watchdog by itself has one way to go');
  return state;
}

/** Learns what is needed until it is known. */
async function known<T>(look: () => T): Promise<T> {
  return knownSoon(look);
}

function knownSoon<T>(look: () => T): T | Promise<T> {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof NotKnownYet)) throw error;
    return error.learn().then(() => knownSoon(look));
  }
}

async function retell(tables: Tables, first: State, path: readonly number[]): Promise<string[]> {
  let state = first;
  const lines = ['somebody starts a release of version 2: A'];
  for (const choice of path) {
    const move = (await known(() => movesFrom(tables, state)))[choice];
    if (!move) throw new Error('the way cannot be gone again');
    lines.push(move.text());
    state = move.to;
  }
  return lines;
}
