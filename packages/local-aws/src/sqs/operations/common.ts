import { AwsError } from '../../core/aws-error.ts';

export const INVALID = 'InvalidParameterValueException';

/**
 * The values that were asked for by name; `All` are all.
 * @param unknown the error for a name there is no value for; without it such a name is left out
 */
export function pick(
  values: Readonly<Record<string, string>>,
  names: readonly string[],
  unknown?: string,
): Record<string, string> {
  const missing = names.find((name) => name !== 'All' && name !== 'Policy' && !Object.hasOwn(values, name));
  if (missing !== undefined && unknown !== undefined) throw new AwsError(unknown, `Unknown Attribute ${missing}.`);
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes('All') || names.includes(name)));
}
