import type { Random } from '../core/random.ts';
import { ResultTooLarge, type StateError, StatesError } from './state-error.ts';

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly fullJitter: boolean;
}

/**
 * Whether an ErrorEquals of a Retry or Catch matches. States.ALL matches all but States.Runtime and
 * States.DataLimitExceeded, States.TaskFailed matches the same but States.Timeout; nothing matches States.Runtime, not
 * even its own name (Step Functions developer guide, "Handling errors").
 */
export function matches(errorEquals: readonly string[], error: string): boolean {
  if (error === StatesError.Runtime) return false;
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (error === StatesError.DataLimitExceeded) return false;
    return name === StatesError.All || (name === StatesError.TaskFailed && error !== StatesError.Timeout);
  });
}

/** The same of a Catch, which knows where the failure comes from. */
export function catches(errorEquals: readonly string[], failure: StateError): boolean {
  if (failure instanceof ResultTooLarge && errorEquals.includes(StatesError.All)) return true;
  return matches(errorEquals, failure.error);
}

/**
 * The delay before retry number `attempt` (from 1): interval, times the rate for each further one, capped, then
 * jittered.
 */
export function retryDelayMs(retrier: Retrier, attempt: number, random: Random): number {
  const seconds = Math.min(
    retrier.intervalSeconds * retrier.backoffRate ** (attempt - 1),
    retrier.maxDelaySeconds ?? Infinity,
  );
  const delayMs = Math.round(seconds * 1000);
  return retrier.fullJitter ? random.int(0, delayMs) : delayMs;
}

/**
 * The first retrier that matches decides; each counts its own attempts. Undefined: no more retries.
 * @param used retries made so far, per retrier
 */
export function nextRetry(
  retriers: readonly Retrier[],
  used: readonly number[],
  error: string,
  random: Random,
): { index: number; delayMs: number } | undefined {
  const index = retriers.findIndex((retrier) => matches(retrier.errorEquals, error));
  const retrier = retriers[index];
  const made = used[index] ?? 0;
  if (retrier === undefined || made >= retrier.maxAttempts) return undefined;
  return { index, delayMs: retryDelayMs(retrier, made + 1, random) };
}
