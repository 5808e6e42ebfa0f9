import { AwsError } from '../core/aws-error.ts';

/** Texts by protocol; every protocol that has none gets `default`. */
export type Messages = Readonly<Record<string, string>> & { readonly default: string };

/**
 * A message of structure "json": "a syntactically valid JSON object" with "at least a top-level JSON key of "default"
 * with a value that is a string" (API reference, Publish). A key that is no string is left aside.
 * @throws AwsError InvalidParameter
 */
export function messagesIn(message: string): Messages {
  const parsed = parse(message);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalid('JSON message body failed to parse');
  const texts = Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const { default: forAll, ...others } = Object.fromEntries(texts);
  if (forAll === undefined) throw invalid('No default entry in JSON message body');
  return { ...others, default: forAll };
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

const invalid = (why: string) => new AwsError('InvalidParameter', `Invalid parameter: Message Structure - ${why}`);
