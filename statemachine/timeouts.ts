import { WRITER_LIFETIME_SECONDS, WRITER_TIMEOUT_SECONDS } from './contract/writer.ts';
import type { RetryPolicy } from './contract/retry-policy.ts';
import { longestDelay } from './outline/retries.ts';

/**
 * How long a task waits for its function: its timeout and 10 s for a cold start, which Lambda does not count. A
 * writer whose task timed out is therefore dead before the task is tried again.
 */
export const taskTimeoutSeconds = (functionSeconds: number): number =>
  functionSeconds + WRITER_LIFETIME_SECONDS - WRITER_TIMEOUT_SECONDS;

/** Longest a task can take, in seconds: every try up to its timeout, every delay at its longest. */
export function longestTask(functionSeconds: number, retries: readonly RetryPolicy[]): number {
  const tries = retries.reduce((sum, policy) => sum + policy.maxAttempts, 1);
  const delays = retries.reduce((sum, policy) => sum + longestDelay(policy), 0);
  return tries * taskTimeoutSeconds(functionSeconds) + delays;
}
