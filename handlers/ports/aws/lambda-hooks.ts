import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { HookReply } from '../../../rollout/hooks/reply.ts';
import { parseJson, textIn } from '../../../statemachine/contract/json-text.ts';
import type { Hooks } from '../index.ts';

/** What passes, by the names of `Invoke` in Lambda's model and of the SDK; every other refusal stays. */
const PASSES = [
  'TooManyRequestsException',
  'ServiceException',
  'ResourceNotReadyException',
  'ResourceConflictException',
  'EC2ThrottledException',
  'ENINotReadyException',
  'SnapStartNotReadyException',
  'CodeArtifactUserPendingException',
];

/**
 * Invokes functions of the user and waits for their answer; once, for whoever is busy is asked again in the next turn.
 *
 * Permission: `lambda:InvokeFunction` on the ARNs of just these functions.
 */
export function lambdaHooks(client: LambdaClient): Hooks {
  return {
    async ask(fn, event, withinMs) {
      try {
        const { FunctionError, Payload } = await client.send(
          new InvokeCommand({ FunctionName: fn, Payload: JSON.stringify(event) }),
          { requestTimeout: withinMs },
        );
        const payload = Payload === undefined ? undefined : parseJson(Buffer.from(Payload).toString('utf8'));
        if (FunctionError === undefined) return { kind: 'answered', payload };
        return { kind: 'failed', words: textIn(payload, 'errorMessage') ?? FunctionError };
      } catch (error) {
        return unanswered(error);
      }
    },
  };
}

function unanswered(error: unknown): HookReply {
  if (!(error instanceof Error)) return { kind: 'refused', words: String(error) };
  if (error.name === 'TimeoutError') return { kind: 'silent' };
  const words = `${error.name}: ${error.message}`;
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  // Without a status there was no answer of Lambda: the network.
  return { kind: PASSES.includes(error.name) || status === undefined || status >= 500 ? 'busy' : 'refused', words };
}
