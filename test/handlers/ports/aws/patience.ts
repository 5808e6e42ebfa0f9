import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientAddress } from './fake-aws.ts';

/** Milliseconds that each request of the call waits for its answer, which never comes. */
export async function patienceOf(call: (client: LambdaClient) => Promise<unknown>): Promise<readonly unknown[]> {
  const waited: unknown[] = [];
  const requestHandler = {
    handle: (_request: unknown, options?: { readonly requestTimeout?: number }) => {
      waited.push(options?.requestTimeout);
      return Promise.reject(Object.assign(new Error('no answer'), { name: 'TimeoutError' }));
    },
  };
  await call(new LambdaClient({ ...clientAddress(1), maxAttempts: 1, requestHandler }));
  return waited;
}
