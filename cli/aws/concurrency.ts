import { type LambdaClient, paginateListProvisionedConcurrencyConfigs } from '@aws-sdk/client-lambda';
import type { LiveConcurrency } from '../ports.ts';

/** Permission: `lambda:ListProvisionedConcurrencyConfigs` on the function. */
export function lambdaLiveConcurrency(client: LambdaClient, functionName: string): LiveConcurrency {
  return {
    async list() {
      const found = [];
      for await (const { ProvisionedConcurrencyConfigs = [] } of paginateListProvisionedConcurrencyConfigs(
        { client },
        { FunctionName: functionName },
      ))
        for (const { FunctionArn = '', RequestedProvisionedConcurrentExecutions = 0 } of ProvisionedConcurrencyConfigs)
          // arn:aws:lambda:<Region>:<account>:function:<name>:<version or alias>
          found.push({
            qualifier: FunctionArn.split(':')[7] ?? '',
            requested: RequestedProvisionedConcurrentExecutions,
          });
      return found;
    },
  };
}
