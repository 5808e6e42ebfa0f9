import type * as z from 'zod';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { describeIssues } from '../issues.ts';

/**
 * An execution's input, checked.
 * @param expected how the message says it must be: `{"pause":true} and nothing else`
 * @throws ContractError InvalidInput naming what was expected and what was got
 */
export function readInput<T>(schema: z.ZodType<T>, input: unknown, expected: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ContractError(
    'InvalidInput',
    `execution input must be ${expected}: ${describeIssues(parsed.error, input)}`,
  );
}
