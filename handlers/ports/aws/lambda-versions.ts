import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  PreconditionFailedException,
  ResourceNotFoundException,
  UpdateAliasCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { ContractError, ErrorName } from '../../../statemachine/contract/errors.ts';
import { differences } from '../../../rollout/lambda/configuration.ts';
import { aliasName } from '../../../statemachine/contract/names.ts';
import type { Preview, Versions } from '../lambda.ts';

/**
 * Versions and aliases of the service's function.
 *
 * Permissions: `lambda:GetAlias` (readAlias) and `lambda:UpdateAlias` (pointAlias) on the **function's** ARN, on which
 * Lambda authorizes them, not on the alias; `lambda:GetFunctionConfiguration` (exists, unpublished) on its versions'
 * ARNs, of which `$LATEST` is one.
 *
 * `exists` asks for the one version: a function may have thousands, and a list of them comes 50 a call. Only an answer
 * that there is none is a no; whatever else fails is thrown.
 * @param prefix what the names of its aliases begin with
 * @throws ContractError VersionDrifted from `readAlias` when the alias splits its traffic over a second version:
 * nobody's rollout does that, and no evidence about either version holds while it does
 */
export function lambdaVersions(client: LambdaClient, functionName: string, prefix = ''): Versions & Preview {
  const configurationOf = async (version: string): Promise<GetFunctionConfigurationCommandOutput | undefined> => {
    try {
      return await client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: version }));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  return {
    async readAlias(alias) {
      const answer = await client.send(
        new GetAliasCommand({ FunctionName: functionName, Name: aliasName(alias, prefix) }),
      );
      const { FunctionVersion: version, RevisionId: revisionId } = answer;
      if (version === undefined || revisionId === undefined) {
        throw new Error(
          `alias ${alias} of ${functionName} has no readable version and revision, got version ${version} ` +
            `and revision ${revisionId}`,
        );
      }
      const others = Object.entries(answer.RoutingConfig?.AdditionalVersionWeights ?? {});
      if (others.length > 0) {
        const split = others.map(([other, share]) => `${share * 100} % to version ${other}`).join(', ');
        throw new ContractError(
          ErrorName.VersionDrifted,
          `alias ${alias} of ${functionName} points at version ${version} but sends ${split}; expected one version`,
        );
      }
      return { version, revisionId };
    },

    async pointAlias(alias, version, revisionId) {
      try {
        await client.send(
          new UpdateAliasCommand({
            FunctionName: functionName,
            Name: aliasName(alias, prefix),
            FunctionVersion: version,
            RevisionId: revisionId,
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof PreconditionFailedException) return false;
        throw error;
      }
    },

    async exists(version) {
      return (await configurationOf(version)) !== undefined;
    },

    async unpublished(version) {
      const published = await configurationOf(version);
      const latest = published && (await configurationOf('$LATEST'));
      return latest && differences({ ...latest }, { ...published });
    },
  };
}
