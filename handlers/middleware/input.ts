import type * as z from 'zod';
import { ContractError, ErrorName } from '../../statemachine/contract/errors.ts';
import { describeIssues } from '../domain/issues.ts';

/**
 * A handler's argument, checked.
 * @param what how the message calls it, such as "the argument of shift"
 * @throws ContractError InvalidInput naming path, what was expected and what was got
 */
export function parseInput<A>(schema: z.ZodType<A>, input: unknown, what: string): A {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new ContractError(
    ErrorName.InvalidInput,
    `${what} is not as documented: ${describeIssues(result.error, input)}`,
  );
}
