import { statisticsALook, SUMS_A_SIDE } from '../../rollout/lambda/minutes.ts';
import type { RolloutFunction } from '../../statemachine/contract/functions.ts';
import { type Visited, visitsOf } from '../../statemachine/outline/healthy.ts';
import type { Outline } from '../../statemachine/outline/outline.ts';
import { MEMORY_GB, PRICE, RECORD_UNITS, SECONDS } from './price-list.ts';
import { namedOf, type Schedule, TAIL } from './schedule.ts';

/**
 * Statistics that a check asks for when it compares: what it always looks at, the tail where it does, and what is bad
 * and all of each side of what the plan names. Requests alone otherwise, and their answers where the machine says
 * where from.
 */
function statistics({ compared, answersFrom }: Asked): number {
  if (compared.length > 0) return statisticsALook(compared.includes(TAIL) ? 2 : 1) + 4 * namedOf(compared).length;
  return answersFrom === undefined || answersFrom === 'none' ? 1 : 2;
}

/** What each check of the canary asks for. */
type Asked = Pick<Schedule, 'compared' | 'answersFrom'>;

/** Writes of the record in one run. A shift is noted before and after; a close also leaves the history item. */
const WRITES: Uses = { claim: 1, shift: 2, promote: 2, close: 2 };
/** Reads besides the one with which each run begins. */
const MORE_READS: Uses = { shift: 2 };
/** Looks at alarms. */
const ALARM_CALLS: Uses = { claim: 1, check: 1 };
/** Announcements; nobody hears of the shift behind the promotion. */
const ANNOUNCES: Uses = { claim: 1, close: 1 };

type Uses = { readonly [F in RolloutFunction]?: number };

export interface Price {
  readonly transitions: number;
  readonly dollars: number;
}

/** What a healthy release costs, without the requests that it answers. */
export function priceOf({ release }: Outline, asked: Asked & { readonly measured?: boolean }): Price {
  const all = visitsOf(release);
  const ofSteps = visitsOf(release.filter(({ kind }) => kind === 'step'));
  const transitions = count(all, () => 1);
  const functions = count(all, ({ type }) => (type === 'task' ? 1 : 0));
  const use = (visits: readonly Visited[], uses: Uses) =>
    count(visits, (state) => (state.type === 'task' && state.invokes ? (uses[state.invokes] ?? 0) : 0));
  // Its claim reads what production did.
  const claims = asked.measured === true ? use(all, { claim: 1 }) : 0;
  const dollars =
    transitions * PRICE.transition +
    functions * (PRICE.functionRequest + MEMORY_GB * SECONDS * PRICE.functionGbSecond) +
    use(all, WRITES) * RECORD_UNITS * PRICE.recordWrite +
    (functions + use(all, MORE_READS)) * PRICE.recordRead +
    (use(ofSteps, { check: 1 }) * statistics(asked) + claims * SUMS_A_SIDE) * PRICE.cloudWatchCall +
    use(all, ALARM_CALLS) * PRICE.cloudWatchCall +
    (use(ofSteps, { shift: 1 }) + use(all, ANNOUNCES)) * (PRICE.snsPublish + PRICE.busEvent) +
    PRICE.trace;
  return { transitions, dollars };
}

function count(visits: readonly Visited[], each: (state: Visited['state']) => number): number {
  return visits.reduce((sum, { state, times }) => sum + times * each(state), 0);
}
