/** JSON text that somebody else wrote: nothing about it is certain. */

/** The value of a JSON text; undefined when it is not one. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A field of an object where it is text. */
export function textIn(value: unknown, field: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
  return typeof found === 'string' ? found : undefined;
}

/**
 * What a person wants to read of a `Cause`. A failed Lambda function leaves
 * `{"errorType":"InvalidInput","errorMessage":"no such version","trace":[]}`: of that only `no such version`. Any
 * other text is taken as it is.
 */
export function causeText(cause: string): string {
  return textIn(parseJson(cause), 'errorMessage') ?? cause;
}
