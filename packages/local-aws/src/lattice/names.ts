import { AwsError } from '../core/aws-error.ts';

/**
 * Longest name and the beginning kept for ids: `name` in CreateServiceNetwork, CreateService, CreateListener,
 * CreateTargetGroup, CreateRule.
 */
const RULES = {
  SERVICE_NETWORK: { longest: 63, reserved: 'servicenetwork-' },
  SERVICE: { longest: 40, reserved: 'svc-' },
  LISTENER: { longest: 63, reserved: 'listener-' },
  TARGET_GROUP: { longest: 128, reserved: 'tg-' },
  RULE: { longest: 63, reserved: 'rule-' },
} as const;
const SHORTEST = 3;

interface Named {
  readonly name: string;
}

/**
 * Judges the name of something that is to be created.
 * @param others of its kind that it must differ from: those of the account, or of the listener's service
 * @throws AwsError ValidationException for what is no name, ConflictException for one that is taken
 */
export function checkName(kind: keyof typeof RULES, name: string, others: readonly Named[]): void {
  const { longest, reserved } = RULES[kind];
  if (
    name.length < SHORTEST ||
    name.length > longest ||
    name.startsWith(reserved) ||
    !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
  ) {
    throw new AwsError(
      'ValidationException',
      `name: expected ${SHORTEST} to ${longest} of a-z, 0-9 and single hyphens between them, not beginning ` +
        `with ${reserved}, got ${name}`,
    );
  }
  if (others.some((other) => other.name === name))
    throw new AwsError('ConflictException', `${kind} ${name} already exists`, 409);
}
