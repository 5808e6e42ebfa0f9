import * as z from 'zod';
import type { ClosedRollout, OpenRollout, RolloutRecord } from '../../../rollout/record/record.ts';

/**
 * How the record looks in the table. A field that is not known is left aside: handlers of an earlier release must
 * still be able to roll back what a later one began. A field that later ones added is optional.
 */

const text = z.string().min(1);
const optionalText = z.exactOptional(text);
const time = z.iso.datetime();
const weight = z.int().min(0).max(100);

const letOn = z.exactOptional(
  z.record(
    text,
    z.object({
      execution: text,
      by: optionalText,
      reason: optionalText,
      promote: z.exactOptional(z.literal(true)),
    }),
  ),
);

const groups = z.record(text, z.int().min(0));

const openRollout: z.ZodType<OpenRollout> = z.object({
  id: text,
  phase: z.enum(['advancing', 'promoting', 'held', 'rolling back']),
  kind: z.exactOptional(z.literal('revert')),
  version: text,
  previousVersion: text,
  claimedAt: time,
  confirmedWeight: weight,
  confirmedAt: z.exactOptional(time),
  intendedWeight: weight,
  productionMoved: z.boolean(),
  previousKept: optionalText,
  holdAt: z.exactOptional(weight),
  heldAt: z.exactOptional(weight),
  heldSince: z.exactOptional(time),
  heldBecause: optionalText,
  heldWhy: optionalText,
  goOn: z.exactOptional(z.boolean()),
  provisionedSince: z.exactOptional(time),
  spareAt: z.exactOptional(weight),
  goOnAt: z.exactOptional(weight),
  goOnBy: optionalText,
  goOnWho: optionalText,
  goOnWhy: optionalText,
  letOn,
  promoteFrom: z.exactOptional(weight),
  pauseAsked: z.exactOptional(time),
  pauseBy: optionalText,
  listener: z.exactOptional(z.object({ to: z.enum(['adopt', 'give back']), listener: text, before: groups })),
  heldUntil: z.exactOptional(time),
  error: optionalText,
  reason: z.exactOptional(z.string()),
  notRestored: z.exactOptional(z.boolean()),
  rescuer: optionalText,
  rescuerSeenAt: z.exactOptional(time),
});

export const closedRollout: z.ZodType<ClosedRollout> = z.object({
  id: text,
  outcome: z.enum(['promoted', 'rolled back']),
  kind: z.exactOptional(z.literal('revert')),
  version: text,
  previousVersion: text,
  claimedAt: time,
  closedAt: time,
  error: optionalText,
  reason: z.exactOptional(z.string()),
  notRestored: z.exactOptional(z.boolean()),
  listener: z.exactOptional(z.enum(['adopt', 'give back'])),
  letOn,
});

export const rolloutRecord: z.ZodType<RolloutRecord> = z.object({
  revision: z.int().min(1),
  rollout: z.exactOptional(openRollout),
  last: z.exactOptional(closedRollout),
  lastPromoted: optionalText,
  lastPromotedClaimedAt: z.exactOptional(time),
  newestTried: optionalText,
  provisioned: z.exactOptional(z.record(text, time)),
  adopted: z.exactOptional(
    z.object({
      listener: text,
      at: time,
      by: text,
      version: text,
      before: groups,
      foreignSince: z.exactOptional(time),
    }),
  ),
  reverted: z.exactOptional(z.record(text, time)),
});
