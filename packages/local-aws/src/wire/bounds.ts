import { malformed } from './http.ts';

/**
 * Bounds of what one request may make the local cloud build, above what AWS's own limits allow: 1,000 metrics with 30
 * dimensions, all that PutMetricData takes, have 97,000 parts; DynamoDB takes 32 levels, each of them two of JSON.
 * Without them 6 MB of brackets keep everybody waiting for seconds.
 */
export const MOST_PARTS = 150_000;
export const DEEPEST = 100;
/** Of a form; AWS takes 1 MB, which has no room for more. Names with many dots cost more than parts of JSON. */
export const MOST_PARAMETERS = 25_000;

/** @throws AwsError SerializationException */
export function tooManyParts(): never {
  throw malformed(`the body has more than ${MOST_PARTS} parts: lists, structures and what is in them`);
}

/** @throws AwsError SerializationException */
export function tooDeep(): never {
  throw malformed(`the body is nested more than ${DEEPEST} levels deep`);
}

/** @throws AwsError SerializationException for too many parameters */
export function boundForm(bytes: Uint8Array): void {
  let parameters = 1;
  for (const byte of bytes) if (byte === AMPERSAND) parameters++;
  if (parameters > MOST_PARAMETERS)
    throw malformed(`the form has ${parameters} parameters, at most ${MOST_PARAMETERS} are taken`);
}

const AMPERSAND = 0x26;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
/** `[` and `{`, `]` and `}` differ in one bit. */
const [OPENS, CLOSES, CASE_BIT] = [0x7b, 0x7d, 0x20];

/**
 * Looks through the bytes of JSON before anything is built of them; whether it is JSON is for the parser to say.
 * @throws AwsError SerializationException for too many parts or levels
 */
export function boundJson(bytes: Uint8Array): void {
  let parts = 0;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) inText = !inText;
    else if (inText) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA) parts++;
    else if ((byte | CASE_BIT) === OPENS) [parts, depth] = [parts + 1, depth + 1];
    else if ((byte | CASE_BIT) === CLOSES) depth--;
    if (parts > MOST_PARTS) tooManyParts();
    if (depth > DEEPEST) tooDeep();
  }
}
