import * as z from 'zod';

/** What a person says to a rollout that runs, as the input of an execution. */

/** One line that a person wrote and nobody has proven. */
const saidText = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'expected one line of text');

/** Ends a wait: of the weight that runs, or with "promote" every wait of the rest of the plan. */
export const goOnInputSchema = z.strictObject({
  goOn: z.union([
    z.literal(true),
    z.literal('promote'),
    z.strictObject({
      /** The weight that was seen: the word counts for no other. */
      at: z.int().min(1).max(100).optional(),
      promote: z.literal(true).optional(),
      /** Who says so, and why. */
      by: saidText(100).optional(),
      reason: saidText(500).optional(),
    }),
  ]),
});

/** Pauses the rollout that runs, at its next check. */
export const pauseInputSchema = z.strictObject({ pause: z.literal(true) });
