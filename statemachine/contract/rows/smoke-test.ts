import * as z from 'zod';
import { answers, type TaskRow } from '../function-row.ts';
import { NOT_READY, VERSION_NOT_VISIBLE } from '../retry-policy.ts';
import { executionSchema, version } from '../shapes.ts';
import { smokeSchema } from '../smoke.ts';

export const smokeTestArgs = z.object({
  execution: executionSchema,
  alias: z.enum(['canary', 'production', 'previous']),
  /** The version that must answer. */
  version,
  /** Path of the request, as VPC Lattice would send it. */
  path: z.string().startsWith('/'),
  /** How many answers in a row must come from the version. */
  answers: z.int().min(1).max(50),
  /** True when it only counts which version answers, not how well. Every answer is judged unless told. */
  anyAnswer: z.boolean().optional(),
  /** What else is asked of it beside the version that production runs; absent where a plan has no `smoke`. */
  smoke: z.object({ ...smokeSchema.shape, production: version }).optional(),
});
export type SmokeTestArgs = z.infer<typeof smokeTestArgs>;
export interface SmokeTestResult {
  readonly message: string;
}

export const smokeTestRow = {
  file: 'smoke-test',
  does: 'Invokes an alias until the right version answers well',
  args: smokeTestArgs,
  result: answers<SmokeTestResult>(),
  retries: [VERSION_NOT_VISIBLE, NOT_READY],
  /** Up to ten invocations, each perhaps a cold start of the service. */
  timeoutSeconds: 60,
  ports: ['invoker'],
  /** It asks versions side by side where the plan says so. */
  portsIf: { versionInvoker: ({ smoke }) => smoke !== undefined },
} as const satisfies TaskRow;
