import * as z from 'zod';

/** Step Functions gives the failure of a Lambda function as JSON text. */
const lambdaFailure = z.object({ errorMessage: z.string() });

/** Long enough for every sentence of ours, short enough for a log line and the record. */
const LONGEST = 1000;

/**
 * One sentence from the `Cause` of a failed task: a Lambda failure's message without its stack trace, other text as it
 * is.
 */
export function readableCause(cause: string): string {
  const text = (messageOf(cause) ?? cause).replaceAll(/\s+/g, ' ').trim();
  if (text === '') return 'no cause was given';
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function messageOf(cause: string): string | undefined {
  const parsed = lambdaFailure.safeParse(parseJson(cause));
  return parsed.success ? parsed.data.errorMessage : undefined;
}

/** The value of a JSON text; undefined when it is not one. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
