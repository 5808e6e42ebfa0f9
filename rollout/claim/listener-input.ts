import type * as z from 'zod';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { adoptInputSchema, releaseListenerInputSchema } from '../../statemachine/contract/listener.ts';
import { describeIssues } from '../issues.ts';

/** What somebody wants done with the listener. */
export type ListenerWanted =
  | { readonly to: 'adopt' }
  | {
      readonly to: 'give back';
      /** The version that users then get, where that is another than production's. */
      readonly evenIf?: string;
    };

/**
 * `{"adopt":true}`, `{"releaseListener":true}` and `{"releaseListener":{"evenIf":"5"}}`.
 * @throws ContractError InvalidInput
 */
export function listenerInput(input: unknown): ListenerWanted {
  if (typeof input === 'object' && input !== null && 'adopt' in input) {
    read(adoptInputSchema, input, '{"adopt":true} and nothing else');
    return { to: 'adopt' };
  }
  const { releaseListener } = read(
    releaseListenerInputSchema,
    input,
    '{"releaseListener":true} or {"releaseListener":{"evenIf":"5"}}, and nothing else',
  );
  return { to: 'give back', ...(releaseListener !== true && { evenIf: releaseListener.evenIf }) };
}

function read<T>(schema: z.ZodType<T>, input: unknown, expected: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ContractError(
    'InvalidInput',
    `execution input must be ${expected}: ${describeIssues(parsed.error, input)}`,
  );
}
