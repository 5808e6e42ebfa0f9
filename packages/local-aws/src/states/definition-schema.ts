import { z } from 'zod';
import { timeOf } from './timestamp.ts';

/**
 * The part of the Amazon States Language that runs here: Standard workflows whose query language is JSONata,
 * without Map, Parallel, activities, callbacks and heartbeats. Whatever these schemas do not name is refused.
 */
const LONGEST_SECONDS = 99_999_999;
const expression = z
  .string()
  .regex(/^\{%.*%\}$/s, 'must be a literal of the right type or a JSONata expression in {% %}');
const timestamp = z.string().refine((text) => timeOf(text) !== undefined, 'must be a time that there is');
const template = z.unknown();
const target = z.string().min(1);
const end = z.literal(true);

const common = { Comment: z.string().optional(), QueryLanguage: z.string().optional() };
const flow = { Next: target.optional(), End: end.optional() };
const assign = z
  .record(z.string().regex(/^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u, 'must be a variable name'), template)
  .optional();
const data = { Assign: assign, Output: template.optional() };

const retrier = z.strictObject({
  ErrorEquals: z.array(z.string().min(1)).min(1),
  IntervalSeconds: z.int().min(1).max(LONGEST_SECONDS).default(1),
  MaxAttempts: z.int().min(0).max(LONGEST_SECONDS).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
  Comment: z.string().optional(),
});
const catcher = z.strictObject({
  ErrorEquals: z.array(z.string().min(1)).min(1),
  Next: target,
  ...data,
  Comment: z.string().optional(),
});
const rule = z.strictObject({
  Condition: z.union([z.boolean(), expression]),
  Next: target,
  ...data,
  Comment: z.string().optional(),
});

export const stateSchemas = {
  Task: z.strictObject({
    Type: z.literal('Task'),
    ...common,
    Resource: z.string().min(1),
    Arguments: template.optional(),
    TimeoutSeconds: z.union([z.int().min(1).max(LONGEST_SECONDS), expression]).optional(),
    Retry: z.array(retrier).default([]),
    Catch: z.array(catcher).default([]),
    ...data,
    ...flow,
  }),
  Wait: z.strictObject({
    Type: z.literal('Wait'),
    ...common,
    Seconds: z.union([z.int().min(0).max(LONGEST_SECONDS), expression]).optional(),
    Timestamp: z.union([timestamp, expression]).optional(),
    ...data,
    ...flow,
  }),
  Choice: z.strictObject({
    Type: z.literal('Choice'),
    ...common,
    Choices: z.array(rule).min(1),
    Default: target.optional(),
    ...data,
  }),
  Pass: z.strictObject({ Type: z.literal('Pass'), ...common, ...data, ...flow }),
  Succeed: z.strictObject({ Type: z.literal('Succeed'), ...common, Output: template.optional() }),
  Fail: z.strictObject({
    Type: z.literal('Fail'),
    ...common,
    Error: z.string().optional(),
    Cause: z.string().optional(),
  }),
} as const;

export type StateType = keyof typeof stateSchemas;
export type StateSource = { [Type in StateType]: z.output<(typeof stateSchemas)[Type]> }[StateType];
export type RetrierSource = z.output<typeof retrier>;
export type CatcherSource = z.output<typeof catcher>;

export const machineSchema = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.string().default('JSONPath'),
  StartAt: target,
  TimeoutSeconds: z.int().min(1).max(LONGEST_SECONDS).optional(),
  States: z.record(z.string().min(1).max(80), z.record(z.string(), z.unknown())),
});
