import { z } from 'zod';
import { DEFAULT_PLAN, planSchema } from '../statemachine/contract/plan.ts';
import { HISTORY_ALLOWANCE, historyEvents } from '../statemachine/history.ts';

/** Key of the CDK context under which all settings live; see cdk.json. */
export const SETTINGS_KEY = 'canary';

const alarmsSchema = z.strictObject({
  /** Exceptions and timeouts of the function within 10 minutes; one more raises the alarm. */
  errors: z.int().min(0).default(5),
  /** Average duration in seconds over 5 minutes. */
  durationSeconds: z.number().positive().max(900).default(5),
  /** Answers with status 5XX that clients got through VPC Lattice within 10 minutes; one more raises the alarm. */
  serverErrors: z.int().min(0).default(5),
  /** Share of 5XX answers within one minute, in percent. */
  errorRatePercent: z.number().min(0).lt(100).default(5),
  /** Fewer requests than this in a minute say nothing about a rate. */
  errorRateMinRequests: z.int().min(1).default(20),
  /** Throttled invocations within 5 minutes; one more raises the alarm. */
  throttles: z.int().min(0).default(5),
});
/** Thresholds of the alarms; the same ones guard canary and production. */
export type AlarmThresholds = z.infer<typeof alarmsSchema>;

const planSettings = z
  .looseObject({})
  .default({})
  // A plan may name only what differs from the default.
  .transform((given) => ({ ...DEFAULT_PLAN, ...given }))
  .pipe(planSchema)
  .superRefine((plan, ctx) => {
    const events = historyEvents(plan);
    if (events > HISTORY_ALLOWANCE) {
      ctx.addIssue({
        code: 'custom',
        path: ['checkSeconds'],
        input: plan.checkSeconds,
        message: `this plan may need ${events} history events and a plan may use ${HISTORY_ALLOWANCE} of the 25,000 of an execution: check less often or shorten the bakes`,
      });
    }
  });

const settingsSchema = z.strictObject({
  plan: planSettings,
  alarms: z.preprocess((given) => given ?? {}, alarmsSchema),
  /** Gets what the release-events topic publishes; nobody unless set. */
  email: z.email().optional(),
  /** The VPC whose clients may call the service; none unless set. A VPC can be associated with one service network only. */
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/, 'the id of a VPC such as "vpc-0123456789abcdef0"')
    .optional(),
});
/** What a user may set, complete with defaults. Durations are in seconds. */
export type Settings = z.infer<typeof settingsSchema>;

/** The settings are wrong; the message names each path, the value found there and the rule it breaks. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Judges the settings under the context's `canary` key. Nothing given means the defaults.
 *
 * @throws SettingsError
 */
export function parseSettings(given: unknown = {}): Settings {
  const parsed = settingsSchema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${pathOf(issue.path)}: ${ruleOf(issue)}`);
  throw new SettingsError(`the settings in cdk.json (context "${SETTINGS_KEY}") cannot be used:\n${lines.join('\n')}`);
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), SETTINGS_KEY);
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `no such setting: ${issue.keys.join(', ')}`;
  return `got ${JSON.stringify(issue.input) ?? 'nothing'}; ${issue.message}`;
}
