import { z } from 'zod';
import type { Control } from './model/commands.ts';

const arn = z.string().min(1).max(256);
const reason = z.string().min(1).max(1_000);

/** What the page may ask for. Whatever these shapes do not name is refused. */
export const controlSchema: z.ZodType<Control> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('publish'), release: z.string().min(1).max(64) }),
  z.strictObject({
    kind: z.literal('start'),
    machineArn: arn,
    version: z.exactOptional(z.string().max(20)),
    holdAt: z.exactOptional(z.int()),
  }),
  z.strictObject({
    kind: z.literal('goOn'),
    machineArn: arn,
    at: z.exactOptional(z.int()),
    promote: z.exactOptional(z.literal(true)),
    by: z.exactOptional(z.string().min(1).max(100)),
    reason: z.exactOptional(z.string().min(1).max(500)),
  }),
  z.strictObject({ kind: z.literal('pause'), machineArn: arn }),
  z.strictObject({ kind: z.literal('revert'), machineArn: arn, to: z.exactOptional(z.string().max(20)) }),
  z.strictObject({ kind: z.literal('abort'), executionArn: arn, cause: z.exactOptional(reason) }),
  z.strictObject({ kind: z.literal('rollBack'), topicArn: arn, reason }),
  z.strictObject({
    kind: z.literal('setAlarm'),
    alarm: z.string().min(1).max(255),
    state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    reason,
  }),
  z.strictObject({ kind: z.literal('speed'), speed: z.number().min(0.1).max(600) }),
]);
