import {
  DeleteFunctionCommand,
  type LambdaClient,
  paginateListAliases,
  paginateListVersionsByFunction,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { ownedAlias } from '../../statemachine/contract/names.ts';
import type { AliasVersions } from './decide.ts';

/** What became of a version; the text says why Lambda refused. */
export type Deletion = 'deleted' | 'already gone' | { readonly refused: string };

/** The function's versions and aliases, as prune needs them. */
export interface FunctionVersions {
  versions(): Promise<readonly string[]>;
  aliases(): Promise<readonly AliasVersions[]>;
  delete(version: string): Promise<Deletion>;
}

/** Ours are known by what they are; one of somebody else's that is called so says whose it is. */
function nameOf(name: string, prefix: string): string {
  return ownedAlias(name, prefix) ?? (ownedAlias(name, '') === undefined ? name : `${name}, not of releases`);
}

/**
 * Permissions, on the function's ARN and its versions': `lambda:ListVersionsByFunction`, `lambda:ListAliases`,
 * `lambda:DeleteFunction`.
 * @param prefix what the names of its aliases begin with
 */
export function lambdaFunctionVersions(client: LambdaClient, functionName: string, prefix = ''): FunctionVersions {
  return {
    async versions() {
      const versions: string[] = [];
      for await (const { Versions = [] } of paginateListVersionsByFunction(
        { client },
        { FunctionName: functionName },
      )) {
        versions.push(
          ...Versions.flatMap(({ Version }) => (Version === undefined || Version === '$LATEST' ? [] : [Version])),
        );
      }
      return versions;
    },

    async aliases() {
      const aliases: AliasVersions[] = [];
      for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName: functionName })) {
        for (const { Name = '', FunctionVersion = '', RoutingConfig } of Aliases) {
          // A split alias sends requests to a second version too.
          aliases.push({
            name: nameOf(Name, prefix),
            versions: [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})],
          });
        }
      }
      return aliases;
    },

    async delete(version) {
      // Without a version this call deletes the whole function.
      if (!/^[1-9][0-9]*$/.test(version)) throw new Error(`not a published version: ${JSON.stringify(version)}`);
      try {
        await client.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: version }));
        return 'deleted';
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return 'already gone';
        // Lambda refuses while an alias points at the version: one did not when prune looked.
        if (error instanceof ResourceConflictException) return { refused: error.message };
        throw error;
      }
    },
  };
}
