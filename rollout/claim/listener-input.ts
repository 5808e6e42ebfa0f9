import { adoptInputSchema, releaseListenerInputSchema } from '../../statemachine/contract/listener.ts';
import { readInput } from './read-input.ts';

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
    readInput(adoptInputSchema, input, '{"adopt":true} and nothing else');
    return { to: 'adopt' };
  }
  const { releaseListener } = readInput(
    releaseListenerInputSchema,
    input,
    '{"releaseListener":true} or {"releaseListener":{"evenIf":"5"}}, and nothing else',
  );
  return { to: 'give back', ...(releaseListener !== true && { evenIf: releaseListener.evenIf }) };
}
