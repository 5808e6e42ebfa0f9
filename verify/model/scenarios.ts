import type { ExploreOptions } from './explore.ts';
import { LAST_95 } from './small-plans.ts';
import { FAULTS, type Budget, type Fault } from './state.ts';

/** A budget in words: `two releases; abort, crash`. */
function named(budget: Budget): ExploreOptions {
  const { start = 0, ...faults } = budget;
  const words = Object.entries(faults).flatMap(([fault, times]) => Array<string>(times).fill(fault));
  return {
    scenario:
      `${['one release', 'two releases', 'three releases'][start] ?? `${start + 1} releases`}; ` +
      (words.join(', ') || 'no fault'),
    budget,
  };
}

const with2 = (budget: Budget): Budget => ({ ...budget, start: 1 });

/** A pair as a budget. */
const both = (a: Fault, b: Fault): Budget => (a === b ? { [a]: 2 } : { [a]: 1, [b]: 1 });

/** What somebody has to be told of, so that a notice can get lost or come twice. */
const TELLING: readonly Fault[] = ['abort', 'alarm event', 'alarm message', 'message'];

/**
 * `start` is the second release; `alarm` is the two ways of an alarm at once, and `abort unheard` is `abort, lost`:
 * both are there one by one.
 */
const SINGLE = FAULTS.filter((fault) => fault !== 'start' && fault !== 'alarm' && fault !== 'abort unheard');

const makesSense = (a: Fault, b: Fault): boolean =>
  [a, b].every((fault) =>
    fault === 'redrive'
      ? a === 'abort' || b === 'abort'
      : fault !== 'lost' && fault !== 'doubled'
        ? true
        : TELLING.includes(a) || TELLING.includes(b),
  );

const PAIRS: readonly Budget[] = SINGLE.flatMap((a, i) =>
  SINGLE.slice(i).flatMap((b) => (makesSense(a, b) ? [both(a, b)] : [])),
);

/** Faults that need no other to be possible. */
const ALONE = SINGLE.filter((fault) => makesSense(fault, fault));

/** With a second release these are small enough to be gone through with each other. */
const FEW_STATES: readonly Fault[] = [
  'production alarm',
  'crash',
  'late call',
  'weights by hand',
  'alias by hand',
  'round',
  'starved',
];

/** The same by a plan that shifts to 100 only once its last weight has baked. */
const last95 = (budget: Budget): ExploreOptions => {
  const { scenario } = named(budget);
  return { scenario: `last weight 95: ${scenario}`, budget, plan: LAST_95 };
};

/** What may come between that bake and the promotion: who stops it, and what gets lost or comes late on the way. */
const STOPS: readonly Budget[] = [
  {},
  { abort: 1 },
  { 'alarm event': 1 },
  { 'alarm message': 1 },
  { message: 1 },
  { 'late call': 2 },
  { crash: 1, 'late call': 1 },
  { starved: 1 },
];

/** A few seconds on one core. */
export const quickScenarios: readonly ExploreOptions[] = [
  {},
  { abort: 1 },
  { 'alarm event': 1 },
  { 'alarm message': 1 },
  { message: 1 },
  { abort: 1, lost: 1 },
  { abort: 1, crash: 1 },
  { abort: 1, 'late call': 1 },
  { round: 2 },
  { crash: 1, 'late call': 1 },
  { 'late call': 2 },
  { starved: 2 },
  { abort: 1, starved: 1 },
  { message: 1, starved: 1 },
  ...FEW_STATES.map((fault) => with2({ [fault]: 1 })),
]
  .map(named)
  .concat(STOPS.map(last95));

/**
 * Rounds of the watchdog that meet each other, and a rollout that nobody looks after: what it takes to find out when it
 * may close one.
 */
const ROUNDS: readonly Budget[] = [
  { 'abort unheard': 1, round: 2, crash: 1 },
  { 'abort unheard': 1, round: 2, 'late call': 1 },
];

/** More beside the shift to 100 and its settling, without the pairs that take a million states. */
const LAST_95_PAIRS: readonly Budget[] = [
  ...FEW_STATES.flatMap((a, i) => FEW_STATES.slice(i).map((b) => both(a, b))),
  ...(['crash', 'late call', 'starved', 'redrive'] as const).map((fault) => both('abort', fault)),
  ...(['crash', 'late call', 'starved'] as const).map((fault) => both('message', fault)),
];

/**
 * Every pair of faults with one release, every fault with a second release, the pairs with one where they are few, and
 * some of more faults. Minutes.
 */
export const deepScenarios: readonly ExploreOptions[] = [
  ...PAIRS,
  { alarm: 1 },
  ...ALONE.map((fault) => with2({ [fault]: 1 })),
  with2({ abort: 1, lost: 1 }),
  ...FEW_STATES.flatMap((a, i) => FEW_STATES.slice(i).map((b) => with2(both(a, b)))),
  with2({ abort: 1, 'late call': 1 }),
  with2({ abort: 1, crash: 1 }),
  ...ROUNDS,
]
  .map(named)
  .concat(LAST_95_PAIRS.map(last95));
