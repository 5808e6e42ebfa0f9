import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Answer } from '../../../rollout/lambda/smoke-test.ts';
import { aliasName } from '../../../statemachine/contract/names.ts';
import type { Invoker } from '../lambda.ts';

/**
 * Invokes the service through an alias, or one version of it, and waits for the answer.
 *
 * Lambda's metrics have the version or the alias that was called as their dimension `Resource` ("Viewing metrics for
 * Lambda functions"), so that what a version is asked directly counts for no alias.
 *
 * Permission: `lambda:InvokeFunction` on the ARNs of the aliases `canary` and `production`, or on every version.
 * @param prefix what the names of its aliases begin with
 * @throws the SDK's error when Lambda does not run the function; a function that throws is an answer with
 * `functionError`
 */
export function lambdaInvoker(client: LambdaClient, functionName: string, prefix = ''): Invoker {
  const invocation = (qualifier: string, event: unknown) =>
    new InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload: JSON.stringify(event) });
  const answerOf = (qualifier: string, output: InvokeCommandOutput): Answer => {
    if (output.ExecutedVersion === undefined)
      throw new Error(`invoking ${functionName}:${qualifier} did not tell the version that ran`);
    return {
      executedVersion: output.ExecutedVersion,
      ...(output.FunctionError === undefined ? {} : { functionError: output.FunctionError }),
      payload: parsed(output.Payload),
    };
  };
  return {
    async invoke(alias, event) {
      const name = aliasName(alias, prefix);
      return answerOf(name, await client.send(invocation(name, event)));
    },
    async invokeVersion(version, event, withinMs) {
      try {
        return answerOf(version, await client.send(invocation(version, event), { requestTimeout: withinMs }));
      } catch (error) {
        if (error instanceof Error && error.name === 'TimeoutError') return undefined;
        throw error;
      }
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
