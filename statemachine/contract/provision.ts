import * as z from 'zod';
import { executionSchema } from './payloads.ts';
import { type Plan, WRITER_LIFETIME_SECONDS } from './plan.ts';

/** What goes between the machine and the function that gives a version its provisioned concurrency. */

/**
 * How long it may take until it is READY, in seconds. Lambda begins "after a minute or two of preparation" and then
 * allocates thousands a minute ("Configuring provisioned concurrency", developer guide); no longest time is published.
 */
export const READY_WITHIN_SECONDS = 900;

/** What it takes if all goes well. */
export const USUALLY_READY_SECONDS = 120;

/**
 * Between two looks. By the second one no call of whoever took it away from the same version before can still land.
 */
export const READY_CHECK_SECONDS = WRITER_LIFETIME_SECONDS;

/** Whether the functions know of provisioned concurrency, also to take it away. */
export const hasConcurrency = ({ provisionedConcurrency }: Pick<Plan, 'provisionedConcurrency'>): boolean =>
  provisionedConcurrency !== undefined;

/** Whether releases give it to their versions. */
export const provisions = ({ provisionedConcurrency = 0 }: Pick<Plan, 'provisionedConcurrency'>): boolean =>
  provisionedConcurrency > 0;

export const provisionArgs = z.object({
  execution: executionSchema,
  /** How many environments the version gets. */
  concurrency: z.int().min(1),
  /** True in a revert: it is asked for, and nobody waits until it is ready. */
  onlyAsk: z.boolean().optional(),
});
export type ProvisionArgs = z.infer<typeof provisionArgs>;
export interface ProvisionResult {
  /** What the Choice compares; anything else rolls back. */
  readonly next: 'advance' | 'keep waiting' | 'roll back';
  /** Contract error name when `next` is 'roll back', otherwise ''. */
  readonly error: string;
  readonly cause: string;
  readonly message: string;
}
