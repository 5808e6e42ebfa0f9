import { STATISTICS_A_LOOK } from '../../rollout/lambda/minutes.ts';
import { MEMORY_GB, PRICE, RECORD_UNITS, SECONDS } from './price-list.ts';
import { ALWAYS_COMPARED, type Schedule } from './schedule.ts';

/**
 * Statistics that a check asks for when it compares: what it always looks at, and what is bad and all of each side of
 * what the plan names. Requests alone otherwise.
 */
const statistics = (compared: readonly string[]): number =>
  compared.length === 0 ? 1 : STATISTICS_A_LOOK + 4 * (compared.length - ALWAYS_COMPARED.length);

/** Transitions of a healthy release: Begin is entry, claim, anything new, smoke test. */
const BEGIN = 4;
/** Shift and settle; and in each turn bake, check, healthy. */
const SHIFT = 2;
const TURN = 3;
/** Promote, settle, confirm, return, settle; and close, promoted behind the watch. */
const PROMOTION = 5;
const END = 2;

export interface Price {
  readonly transitions: number;
  readonly dollars: number;
}

/** What a healthy release of this schedule costs, without the requests that it answers. */
export function priceOf({ stretches, compared }: Schedule): Price {
  const steps = stretches.filter(({ what }) => what.endsWith('%'));
  const checks = stretches.reduce((sum, stretch) => sum + stretch.checks, 0);
  const canaryChecks = steps.reduce((sum, stretch) => sum + stretch.checks, 0);
  const transitions = BEGIN + steps.length * SHIFT + checks * TURN + PROMOTION + END;
  // Claim, two smoke tests, promote and close; a shift for each step and one back; the checks.
  const functions = 5 + steps.length + 1 + checks;
  // Each shift is noted before and after; claim, promote (twice) and close once, and the history item.
  const writes = 2 * (steps.length + 1) + 5;
  const reads = functions + 2 * (steps.length + 1);
  const dollars =
    transitions * PRICE.transition +
    functions * (PRICE.functionRequest + MEMORY_GB * SECONDS * PRICE.functionGbSecond) +
    writes * RECORD_UNITS * PRICE.recordWrite +
    reads * PRICE.recordRead +
    canaryChecks * statistics(compared) * PRICE.cloudWatchCall +
    (checks + 1) * PRICE.cloudWatchCall +
    (steps.length + 2) * (PRICE.snsPublish + PRICE.busEvent) +
    PRICE.trace;
  return { transitions, dollars };
}
