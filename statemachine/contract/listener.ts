import * as z from 'zod';
import { version } from './shapes.ts';

/** What an execution is started with that adopts a listener of others, or gives it back. */

/** Takes over the default action of the listener. */
export const adoptInputSchema = z.strictObject({ adopt: z.literal(true) });

/** Writes back what the default action was; `evenIf` where that serves this version, and production runs another. */
export const releaseListenerInputSchema = z.strictObject({
  releaseListener: z.union([z.literal(true), z.strictObject({ evenIf: version })]),
});
