import * as z from 'zod';

/** What several arguments of functions have in common. */

export const version = z.string().regex(/^[1-9][0-9]*$/, 'a published version number such as "7"');
export const weight = z.int().min(0).max(100);
export const alarmNames = z.array(z.string().min(1)).min(1);
export const isoTime = z.iso.datetime();

/** The execution that calls: from the machine's context object. */
export const executionSchema = z.object({
  /** ARN of the execution; it is also the rollout's id. */
  id: z.string().min(1),
  /** How often this execution was redriven; anything above 0 may not move traffic to a canary. */
  redrives: z.int().min(0),
  /** When it was started. Without it a request to roll back is taken to be as new as the rollout it finds. */
  startedAt: isoTime.optional(),
});
export type Execution = z.infer<typeof executionSchema>;
