import * as z from 'zod';
import { describeIssues } from '../../rollout/issues.ts';
import { ContractError, ErrorName } from '../../statemachine/contract/errors.ts';

/** What a function is invoked with: by tasks, by events, or by both. */
export interface Inputs<A, E> {
  readonly args?: z.ZodType<A>;
  readonly event?: z.ZodType<E>;
}

/** One schema for whoever invokes the function. */
export function inputSchema<A, E>({ args, event }: Inputs<A, E>): z.ZodType<A | E> {
  if (args && event) return z.union([args, event]);
  return args ?? event ?? z.never();
}

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
