import {
  GetAliasCommand,
  paginateListVersionsByFunction,
  PreconditionFailedException,
  UpdateAliasCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { ContractError, ErrorName } from '../../../statemachine/contract/errors.ts';
import type { Versions } from '../lambda.ts';

/**
 * Versions and aliases of the service's function.
 *
 * Permissions, all on the **function's** ARN (Lambda authorizes these actions on the function, not on the alias):
 * `lambda:GetAlias` (readAlias), `lambda:UpdateAlias` (pointAlias), `lambda:ListVersionsByFunction` (exists).
 *
 * `exists` lists the versions, 50 a call, because that permission is the simplest; asking for one version's
 * configuration would name the version in the resource. Deleted versions do not count, so most services need one call.
 * @throws ContractError VersionDrifted from `readAlias` when the alias splits its traffic over a second version:
 * nobody's rollout does that, and no evidence about either version holds while it does
 */
export function lambdaVersions(client: LambdaClient, functionName: string): Versions {
  return {
    async readAlias(alias) {
      const answer = await client.send(new GetAliasCommand({ FunctionName: functionName, Name: alias }));
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
            Name: alias,
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
      for await (const page of paginateListVersionsByFunction({ client }, { FunctionName: functionName })) {
        if (page.Versions?.some((known) => known.Version === version)) return true;
      }
      return false;
    },
  };
}
