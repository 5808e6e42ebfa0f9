import type { z } from 'zod';
import { AwsError } from './aws-error.ts';
import type { Input } from './types.ts';

/**
 * The input of an operation, checked. What the schema does not name is refused rather than ignored, so that no caller
 * believes in a member that does nothing here.
 *
 * @param code the service's own name for a bad input, such as `ValidationError`
 */
export function parseInput<T>(schema: z.ZodType<T>, input: Input, code: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`,
  );
  throw new AwsError(code, problems.join('; '));
}
