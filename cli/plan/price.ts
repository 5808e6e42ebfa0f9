import { ALWAYS_COMPARED, type Schedule } from './schedule.ts';

/** US dollars, list prices of us-east-1 without free tier. Sources and what they cover: docs/costs.md. */
const PRICE = {
  transition: 0.025 / 1_000,
  invocation: 0.2 / 1_000_000,
  /** 0.25 GB for about 0.3 s, arm64. */
  duration: 0.25 * 0.3 * 0.0000133334,
  /** Of less than 2 KB: two write units; and a consistent read of less than 4 KB. */
  write: (2 * 0.625) / 1_000_000,
  read: 0.125 / 1_000_000,
  metricQuery: 0.01 / 1_000,
  describeAlarms: 0.01 / 1_000,
  notification: 0.5 / 1_000_000,
  event: 1 / 1_000_000,
  trace: 5 / 1_000_000,
} as const;

/** Statistics that a check asks for when it compares: 13 of each side, and what is bad and all of each side of what the plan names. Requests alone otherwise. */
const statistics = (compared: readonly string[]): number => (compared.length === 0 ? 1 : 26 + 4 * (compared.length - ALWAYS_COMPARED.length));

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
    functions * (PRICE.invocation + PRICE.duration) +
    writes * PRICE.write +
    reads * PRICE.read +
    canaryChecks * statistics(compared) * PRICE.metricQuery +
    (checks + 1) * PRICE.describeAlarms +
    (steps.length + 2) * (PRICE.notification + PRICE.event) +
    PRICE.trace;
  return { transitions, dollars };
}
