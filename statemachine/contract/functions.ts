import type * as z from 'zod';
import type { Deployed, EventRow, FunctionRow, TaskRow } from './function-row.ts';
import { askHooksRow } from './rows/ask-hooks.ts';
import { checkRow } from './rows/check.ts';
import { claimRow } from './rows/claim.ts';
import { closeRow } from './rows/close.ts';
import { confirmRow } from './rows/confirm.ts';
import { goOnRow } from './rows/go-on.ts';
import { listenerRow } from './rows/listener.ts';
import { promoteRow } from './rows/promote.ts';
import { provisionRow } from './rows/provision.ts';
import { revertRow } from './rows/revert.ts';
import { rollBackRow } from './rows/roll-back.ts';
import { shiftRow } from './rows/shift.ts';
import { smokeTestRow } from './rows/smoke-test.ts';
import { watchdogRow } from './rows/watchdog.ts';

/**
 * The functions that carry out a rollout, one row each. From it come bundle, construct, log group, permissions,
 * environment, timeouts, retries of its own errors, and the types of what goes in and out.
 *
 * A new function is its row in `rows/`, `handlers/<file>.ts` and its tests; the compiler names every other place.
 *
 * Whoever writes the listener or moves the production alias has the writer's timeout, so that a rollback knows for how
 * long one of them can still be alive.
 */
export const FUNCTIONS = {
  claim: claimRow,
  smokeTest: smokeTestRow,
  provision: provisionRow,
  shift: shiftRow,
  askHooks: askHooksRow,
  check: checkRow,
  promote: promoteRow,
  revert: revertRow,
  listener: listenerRow,
  goOn: goOnRow,
  close: closeRow,
  rollBack: rollBackRow,
  confirm: confirmRow,
  watchdog: watchdogRow,
} as const satisfies Readonly<Record<string, TaskRow | EventRow>>;

type Rows = typeof FUNCTIONS;
export type FunctionName = keyof Rows;
/** A function that tasks of the machine invoke. */
export type RolloutFunction = { [F in FunctionName]: Rows[F] extends { args: z.ZodType } ? F : never }[FunctionName];
/** A function that some plans do without. */
export type OptionalFunction = { [F in FunctionName]: Rows[F] extends { onlyIf: unknown } ? F : never }[FunctionName];
/** A function that a topic or a schedule invokes. */
export type EventFunction = { [F in FunctionName]: Rows[F] extends { event: z.ZodType } ? F : never }[FunctionName];

/** What a task sends to the function, as its handler gets it. */
export type Args<F extends RolloutFunction> = z.infer<Rows[F]['args']>;
/** What the function answers a task. */
export type Result<F extends RolloutFunction> = Rows[F]['result'] extends { type?: infer R } ? R : never;
/** Every row as what all have in common. */
export const ROWS: Readonly<Record<FunctionName, FunctionRow>> = FUNCTIONS;
/** The rows of what tasks invoke. */
export const TASK_ROWS: { readonly [F in RolloutFunction]: TaskRow<Args<F>, Result<F>> } = FUNCTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];
export const ROLLOUT_FUNCTIONS = FUNCTION_NAMES.filter((name): name is RolloutFunction => 'args' in FUNCTIONS[name]);

/** Whether a function is deployed with this plan, and what is on beside it. */
export const hasFunction = (deployed: Deployed, name: FunctionName): boolean => ROWS[name].onlyIf?.(deployed) ?? true;
/** The functions that are deployed with this plan, and what is on beside it. */
export const functionsOf = (deployed: Deployed): readonly FunctionName[] =>
  FUNCTION_NAMES.filter((name) => hasFunction(deployed, name));

/** One value for each of these functions. */
export const byFunction = <F extends FunctionName, T>(names: readonly F[], valueOf: (name: F) => T) =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Readonly<Record<F, T>>;
