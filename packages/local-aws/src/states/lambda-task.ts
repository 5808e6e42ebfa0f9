import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import type { Random } from '../core/random.ts';
import type { FunctionInvoker } from '../core/types.ts';
import { executionName } from './names.ts';
import { TaskError, type TaskContext, type TaskRunner } from './tasks.ts';

export const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

const Arguments = z.strictObject({
  FunctionName: z.string().min(1),
  Qualifier: z.string().min(1).optional(),
  Payload: z.unknown().optional(),
});

/**
 * The optimized integration `lambda:invoke`, request-response. A function's error is its errorType with the
 * whole error payload as Cause; an error of the Lambda API is `Lambda.<Code>`. Other arguments than
 * FunctionName, Qualifier and Payload fail the execution with States.Runtime.
 */
export function lambdaTask(invoker: FunctionInvoker, random: Random): TaskRunner {
  return {
    resources: [LAMBDA_INVOKE],
    async run(_resource, args, context) {
      const parsed = Arguments.safeParse(args);
      if (!parsed.success)
        throw new TypeError(`The arguments of lambda:invoke are not supported: ${z.prettifyError(parsed.error)}`);
      const { FunctionName, Qualifier, Payload } = parsed.data;
      const functionArn = Qualifier === undefined ? FunctionName : `${FunctionName}:${Qualifier}`;
      const result = await invoke(invoker, functionArn, JSON.stringify(Payload ?? {}), context);
      return {
        ExecutedVersion: result.executedVersion,
        Payload: parseJson(result.payload),
        SdkHttpMetadata: { HttpStatusCode: 200 },
        SdkResponseMetadata: { RequestId: random.uuid() },
        StatusCode: 200,
      };
    },
  };
}

async function invoke(invoker: FunctionInvoker, functionArn: string, payload: string, context: TaskContext) {
  const caller = { principal: context.roleArn ?? 'states.amazonaws.com', session: executionName(context.executionArn) };
  let result;
  try {
    result = await invoker.invoke({ functionArn, payload, caller });
  } catch (error) {
    if (error instanceof AwsError) throw apiError(error);
    throw error;
  }
  if (result.functionError !== undefined) throw functionError(result.payload);
  return result;
}

/**
 * A denial is not among the errors of Lambda's API model, so that it has the name of them all, which policies for
 * transient errors retry; its own is in the cause. (Seen in AWS accounts: awslabs/aws-deployment-framework, issue 460.)
 */
function apiError({ code, message, status }: AwsError): TaskError {
  if (code !== 'AccessDeniedException')
    return new TaskError(`Lambda.${code}`, `${message} (Service: Lambda, Status Code: ${status})`);
  return new TaskError(
    'Lambda.AWSLambdaException',
    `${message} (Service: AWSLambda; Status Code: ${status}; Error Code: ${code})`,
  );
}

/** A crash that left no errorType is Lambda.Unknown, as AWS reports it. */
function functionError(payload: string): TaskError {
  const { errorType } = (parseJson(payload) ?? {}) as { errorType?: unknown };
  return new TaskError(typeof errorType === 'string' && errorType !== '' ? errorType : 'Lambda.Unknown', payload);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
