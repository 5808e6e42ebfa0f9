import type { Random } from './random.ts';

/** What CloudFormation appends to names that it makes up. */
const SUFFIX_LENGTH = 12;

/**
 * A name as CloudFormation makes it up for a resource that asks for none: stack, logical id and twelve random
 * characters, cut to what the service allows.
 */
export function physicalName(
  request: { stackName: string; logicalId: string },
  random: Random,
  maxLength = 64,
): string {
  const suffix = random.hex(SUFFIX_LENGTH);
  const room = maxLength - suffix.length - 1;
  const stack = request.stackName.slice(0, Math.max(room - request.logicalId.length - 1, Math.floor(room / 2)));
  return `${stack}-${request.logicalId.slice(0, room - stack.length - 1)}-${suffix}`;
}
