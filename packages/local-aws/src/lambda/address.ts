import { AwsError } from '../core/aws-error.ts';
import type { Place } from '../core/types.ts';

/** A function, and perhaps an alias or version of it. */
export interface Address {
  readonly name: string;
  readonly qualifier?: string;
}

export function functionArn(place: Place, name: string): string {
  return `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
}

const FUNCTION = /(?:(?:arn:[^:]+:lambda:[^:]+:)?[0-9]{12}:function:|function:)?([a-zA-Z0-9-_]{1,64})/;
const ADDRESS = new RegExp(`^${FUNCTION.source}(?::(\\$LATEST|[a-zA-Z0-9-_]+))?$`);

/** What was read before: every request to a target group names its function in the same words. */
const known = new Map<string, Address>();
const MOST_KNOWN = 1_000;

/**
 * Reads a name, `name:qualifier`, `account:function:name` or ARN, as every Lambda call takes it.
 * @param qualifier given beside the name, as the API's Qualifier is; it may repeat the one inside but not contradict it
 * @throws AwsError InvalidParameterValueException
 */
export function parseAddress(text: string, qualifier?: string): Address {
  const before = qualifier === undefined ? known.get(text) : undefined;
  if (before !== undefined) return before;
  const [, name, inside] = ADDRESS.exec(text) ?? [];
  if (name === undefined)
    throw new AwsError(
      'InvalidParameterValueException',
      `FunctionName: expected a name or an ARN, got ${JSON.stringify(text)}`,
    );
  if (qualifier !== undefined && inside !== undefined && qualifier !== inside) {
    throw new AwsError(
      'InvalidParameterValueException',
      `FunctionName has the qualifier ${inside}, and Qualifier is ${qualifier}`,
    );
  }
  const chosen = qualifier ?? inside;
  const address = chosen === undefined ? { name } : { name, qualifier: chosen };
  if (qualifier === undefined && known.size < MOST_KNOWN) known.set(text, address);
  return address;
}
