import { z } from 'zod';
import { askedByTheService } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import { parseAddress } from '../address.ts';
import type { Functions } from '../functions.ts';
import { FUNCTIONS, qualified } from './common.ts';
import { isJson } from '../../core/is-json.ts';

/** Runs a function, waits for it or not, or only asks whether one may. */
export function invoke(functions: Functions) {
  return operation({
    route: {
      method: 'POST',
      path: `${FUNCTIONS}/{FunctionName}/invocations`,
      query: ['Qualifier'],
      headers: {
        'x-amz-invocation-type': 'InvocationType',
        'x-amz-log-type': 'LogType',
        'x-amz-client-context': 'ClientContext',
      },
      payload: 'Payload',
      status: { member: 'StatusCode' },
      resultHeaders: {
        FunctionError: 'x-amz-function-error',
        LogResult: 'x-amz-log-result',
        ExecutedVersion: 'x-amz-executed-version',
      },
    },
    needs: askedByTheService,
    input: z.strictObject({
      ...qualified,
      InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
      LogType: z.literal('None').optional(),
      Payload: z.string().default(''),
    }),
    callsPerSecond: Infinity,
    async run({ FunctionName, Qualifier, InvocationType, Payload }, caller) {
      const { name, qualifier } = parseAddress(FunctionName, Qualifier);
      const functionArn = qualifier === undefined ? name : `${name}:${qualifier}`;
      // A call without a body is an empty event.
      const payload = Payload === '' ? '{}' : Payload;
      if (!isJson(payload))
        throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
      const invocation = { functionArn, payload, caller };
      if (InvocationType === 'DryRun') {
        functions.admit(invocation);
        return { StatusCode: 204, Payload: '' };
      }
      if (InvocationType === 'Event') {
        await functions.invokeAsync(invocation);
        return { StatusCode: 202, Payload: '' };
      }
      const result = await functions.invoke(invocation);
      return {
        StatusCode: 200,
        ExecutedVersion: result.executedVersion,
        Payload: result.payload,
        ...(result.functionError !== undefined && { FunctionError: result.functionError }),
      };
    },
  });
}
