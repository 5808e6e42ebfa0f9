import type { Plan } from './plan.ts';
import { WRITER_LIFETIME_SECONDS } from './writer.ts';

/** Provisioned concurrency: who has to do with it, and how long it takes. */

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
