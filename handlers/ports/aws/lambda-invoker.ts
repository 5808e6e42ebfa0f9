import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Invoker } from '../lambda.ts';

/**
 * Invokes the service through an alias and waits for the answer.
 *
 * Permission: `lambda:InvokeFunction` on the ARNs of the aliases `canary` and `production`.
 * @throws the SDK's error when Lambda does not run the function; a function that throws is an answer with
 * `functionError`
 */
export function lambdaInvoker(client: LambdaClient, functionName: string): Invoker {
  return {
    async invoke(alias, event) {
      const answer = await client.send(
        new InvokeCommand({ FunctionName: functionName, Qualifier: alias, Payload: JSON.stringify(event) }),
      );
      if (answer.ExecutedVersion === undefined)
        throw new Error(`invoking ${functionName}:${alias} did not tell the version that ran`);
      return {
        executedVersion: answer.ExecutedVersion,
        ...(answer.FunctionError === undefined ? {} : { functionError: answer.FunctionError }),
        payload: parsed(answer.Payload),
      };
    },
  };
}

function parsed(payload: Uint8Array | undefined): unknown {
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    // The port's contract: what is not JSON is undefined, and the caller judges it.
    return undefined;
  }
}
