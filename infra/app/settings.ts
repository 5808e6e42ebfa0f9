import { z } from 'zod';
import { faultLines, optionsShape, requireConsistent, text } from '../constructs/options.ts';

/** Key of the CDK context under which all settings live; see cdk.json. */
export const SETTINGS_KEY = 'canary';

const settingsSchema = z
  .strictObject({
    ...optionsShape,
    extraAlarmArns: z
      .array(text(/^arn:[^:]+:cloudwatch:[^:]+:\d{12}:alarm:.+$/, 'expected the ARN of an alarm'))
      .default([]),
    encryptionKeyArn: text(
      /^arn:[^:]+:kms:[^:]+:\d{12}:key\/[\w-]+$/,
      'expected the ARN of a key, not of an alias',
    ).optional(),
  })
  .superRefine(requireConsistent);
/**
 * What a user may set, complete with defaults. Durations are in seconds. Each is the option of that name of
 * `LatticeCanary`.
 */
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
  throw new SettingsError(
    `the settings in cdk.json (context "${SETTINGS_KEY}") cannot be ` +
      `used:\n${faultLines(SETTINGS_KEY, parsed.error.issues)}`,
  );
}
