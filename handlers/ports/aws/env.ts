import { type EnvName, PREVIEW_ALIAS } from '../../../statemachine/contract/names.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The function was deployed without a setting it needs, or with one that cannot be right. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** What a variable must look like, with an example for the message. */
interface Form {
  readonly pattern: RegExp;
  readonly example: string;
}

const OF_LATTICE = 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/';
const TARGET_GROUP_ARN = /^arn:[a-z0-9-]+:vpc-lattice:[a-z0-9-]+:\d{12}:targetgroup\/tg-[0-9a-z]{17}$/;

/** Forms as the AWS APIs that receive the values document them. */
const FORMS: Readonly<Record<EnvName, Form>> = {
  SERVICE_NAME: { pattern: /^\S{1,255}$/, example: 'a name without spaces such as greetings' },
  FUNCTION_NAME: { pattern: /^[A-Za-z0-9_-]{1,64}$/, example: 'a function name (no ARN) such as greetings-service' },
  ALIAS_PREFIX: { pattern: /^[a-zA-Z][a-zA-Z0-9_-]{0,31}$/, example: 'lattice-' },
  LATTICE_SERVICE_ID: { pattern: /^svc-[0-9a-z]{17}$/, example: 'svc-0123456789abcdef0' },
  LISTENER_ID: { pattern: /^listener-[0-9a-z]{17}$/, example: 'listener-0123456789abcdef0' },
  PRODUCTION_TARGET_GROUP_ID: { pattern: /^tg-[0-9a-z]{17}$/, example: 'tg-0123456789abcdef0' },
  CANARY_TARGET_GROUP_ID: { pattern: /^tg-[0-9a-z]{17}$/, example: 'tg-0123456789abcdef1' },
  PRODUCTION_TARGET_GROUP_ARN: { pattern: TARGET_GROUP_ARN, example: `${OF_LATTICE}tg-0123456789abcdef0` },
  CANARY_TARGET_GROUP_ARN: { pattern: TARGET_GROUP_ARN, example: `${OF_LATTICE}tg-0123456789abcdef1` },
  TABLE_NAME: { pattern: /^[A-Za-z0-9_.-]{3,255}$/, example: 'a table name such as rollouts' },
  RELEASE_EVENTS_TOPIC_ARN: {
    pattern: /^arn:[a-z0-9-]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    example: 'arn:aws:sns:eu-west-1:123456789012:release-events',
  },
  PROVISIONED_CONCURRENCY: { pattern: /^\d{1,6}$/, example: 'a number such as 5' },
  EXISTING_LISTENER: { pattern: /^yes$/, example: 'yes' },
  PREVIEW_TARGET_GROUP_ID: { pattern: /^tg-[0-9a-z]{17}$/, example: 'tg-0123456789abcdef2' },
  PREVIEW_ALIAS: { pattern: new RegExp(`^([a-zA-Z][a-zA-Z0-9_-]{0,31})?${PREVIEW_ALIAS}$`), example: PREVIEW_ALIAS },
};

/**
 * A variable of the function's environment.
 * @throws EnvironmentError that names the variable and tells missing, blank and malformed apart
 */
export function readEnv(env: Environment, name: EnvName): string {
  const value = env[name];
  const { pattern, example } = FORMS[name];
  if (value === undefined) throw new EnvironmentError(`environment variable ${name} is missing, expected ${example}`);
  if (value.trim() === '') throw new EnvironmentError(`environment variable ${name} is blank, expected ${example}`);
  if (!pattern.test(value))
    throw new EnvironmentError(
      `environment variable ${name} is malformed: got ${JSON.stringify(value)}, expected ${example}`,
    );
  return value;
}
