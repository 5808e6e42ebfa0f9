import * as z from 'zod';

/**
 * When one of the service's own alarms on errors goes on, in numbers: it looks each minute at the last `minutes`, and
 * goes on where there were at least `ofAtLeast` requests, more than `moreThan` of them bad, and these more than
 * `percent` of all.
 */
export const alarmLimitSchema = z.object({
  /** Its name without that of the service, and its heading in RUNBOOK.md: `canary-lambda-errors`. */
  alarm: z.string().min(1),
  /** What a user sets it by, such as `alarms.errorsPercent`. */
  settings: z.array(z.string().min(1)).min(1),
  /** `invocations`: the function's, which threw or timed out; `answers`: those of VPC Lattice, with status 5XX. */
  counts: z.enum(['invocations', 'answers']),
  minutes: z.int().min(1),
  ofAtLeast: z.number().min(0),
  moreThan: z.number().min(0),
  percent: z.number().min(0),
});
export type AlarmLimit = z.infer<typeof alarmLimitSchema>;
