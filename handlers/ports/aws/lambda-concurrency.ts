import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvalidParameterValueException,
  type LambdaClient,
  ProvisionedConcurrencyConfigNotFoundException,
  PutProvisionedConcurrencyConfigCommand,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import type { Provisioned } from '../../../rollout/lambda/provisioned.ts';
import type { Concurrency } from '../lambda.ts';
import { lambdaVersions } from './lambda-versions.ts';

const STATUS: Readonly<Record<string, Provisioned['status']>> = {
  IN_PROGRESS: 'in progress',
  READY: 'ready',
  FAILED: 'failed',
};

/**
 * Provisioned concurrency of the service's versions.
 *
 * Permissions: `lambda:PutProvisionedConcurrencyConfig` (put), `lambda:GetProvisionedConcurrencyConfig` (read) and
 * `lambda:DeleteProvisionedConcurrencyConfig` (remove) on the ARNs of the function's **versions** ("Actions, resources,
 * and condition keys for AWS Lambda"); `lambda:GetAlias` on the function's (productionVersion).
 * @param clients `quick` for what nobody waits for
 * @param prefix what the names of the function's aliases begin with
 */
export function lambdaConcurrency(
  clients: { readonly patient: LambdaClient; readonly quick: LambdaClient },
  FunctionName: string,
  perVersion: number,
  prefix = '',
): Concurrency {
  const aliases = lambdaVersions(clients.quick, FunctionName, prefix);
  return {
    perVersion,

    async put(version, concurrency) {
      const asked = { FunctionName, Qualifier: version, ProvisionedConcurrentExecutions: concurrency };
      try {
        await clients.patient.send(new PutProvisionedConcurrencyConfigCommand(asked));
        return undefined;
      } catch (error) {
        // A quota, a reservation that is too small, a version that is gone: asking again changes nothing.
        if (error instanceof InvalidParameterValueException || error instanceof ResourceNotFoundException)
          return { mayPass: false, words: `${error.name}: ${error.message}` };
        // "The resource already exists, or another operation is in progress."
        if (error instanceof ResourceConflictException)
          return { mayPass: true, words: `${error.name}: ${error.message}` };
        throw error;
      }
    },

    async read(version) {
      try {
        const answer = await clients.patient.send(
          new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: version }),
        );
        return {
          // What is not known is not ready.
          status: STATUS[answer.Status ?? ''] ?? 'in progress',
          requested: answer.RequestedProvisionedConcurrentExecutions ?? 0,
          available: answer.AvailableProvisionedConcurrentExecutions ?? 0,
          reason: answer.StatusReason,
        };
      } catch (error) {
        if (error instanceof ProvisionedConcurrencyConfigNotFoundException) return undefined;
        throw error;
      }
    },

    async remove(version) {
      try {
        await clients.quick.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: version }));
      } catch (error) {
        // The version itself is gone, or never had any.
        if (
          error instanceof ResourceNotFoundException ||
          error instanceof ProvisionedConcurrencyConfigNotFoundException
        )
          return;
        throw error;
      }
    },

    async productionVersion() {
      return (await aliases.readAlias('production')).version;
    },
  };
}
