import * as z from 'zod';
import { executionSchema, version } from './payloads.ts';

/** What goes between the machine and the function that adopts a listener of others, and gives it back. */

/** Takes over the default action of the listener. */
export const adoptInputSchema = z.strictObject({ adopt: z.literal(true) });

/** Writes back what the default action was; `evenIf` where that serves this version, and production runs another. */
export const releaseListenerInputSchema = z.strictObject({
  releaseListener: z.union([z.literal(true), z.strictObject({ evenIf: version })]),
});

export const listenerArgs = z.object({
  execution: executionSchema,
  /** The execution's input as it came; judged by the handler, so that a bad one is refused by name. */
  input: z.unknown(),
  /** In this order. Each may run again. */
  step: z.enum(['claim', 'write', 'close']),
});
export type ListenerArgs = z.infer<typeof listenerArgs>;

export interface ListenerResult {
  /** What the Choice behind the claim compares; anything else rolls back. */
  readonly outcome: 'adopt' | 'give back' | 'nothing to do' | 'written' | 'closed';
  /** Of the claim: what production is to serve, and what its alias ran before. */
  readonly version: string;
  readonly previousVersion: string;
  readonly message: string;
}
