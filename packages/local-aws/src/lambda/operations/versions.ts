import { z } from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import { parseAddress } from '../address.ts';
import { describeAlias, describeSnapshot, listedSnapshot } from '../describe.ts';
import type { Functions } from '../functions.ts';
import { FUNCTIONS, onFunction, pageOf, paging } from './common.ts';

const VERSIONS = `${FUNCTIONS}/{FunctionName}/versions`;
const ALIASES = `${FUNCTIONS}/{FunctionName}/aliases`;

/** What is done to versions, and to the aliases that point at them. */
export function versionOperations(functions: Functions) {
  return {
    ListVersionsByFunction: operation({
      route: { method: 'GET', path: VERSIONS },
      needs: onFunction,
      input: z.strictObject({ FunctionName: z.string(), ...paging }),
      run({ FunctionName, ...asked }) {
        const record = functions.registry.get(parseAddress(FunctionName).name);
        const all = [record.latest, ...record.versions.values()].map((snapshot) =>
          listedSnapshot(record, snapshot, snapshot.version),
        );
        return pageOf('Versions', all, asked);
      },
    }),

    PublishVersion: operation({
      route: { method: 'POST', path: VERSIONS, status: 201 },
      needs: onFunction,
      input: z.strictObject({ FunctionName: z.string(), Description: z.string().optional() }),
      run({ FunctionName, Description }) {
        const { name } = parseAddress(FunctionName);
        const { snapshot } = functions.registry.publish(name, Description);
        const published = { record: functions.registry.get(name), snapshot, qualifier: snapshot.version };
        return describeSnapshot(published, functions.registry.isPending(snapshot));
      },
    }),

    GetAlias: operation({
      route: { method: 'GET', path: `${ALIASES}/{Name}` },
      needs: onFunction,
      input: z.strictObject({ FunctionName: z.string(), Name: z.string() }),
      run({ FunctionName, Name }) {
        const { name } = parseAddress(FunctionName);
        return describeAlias(functions.registry.get(name), functions.registry.alias(name, Name));
      },
    }),

    ListAliases: operation({
      route: { method: 'GET', path: ALIASES },
      needs: onFunction,
      input: z.strictObject({ FunctionName: z.string(), FunctionVersion: z.string().optional(), ...paging }),
      run({ FunctionName, FunctionVersion, ...asked }) {
        const record = functions.registry.get(parseAddress(FunctionName).name);
        const aliases = [...record.aliases.values()].filter(
          (alias) => FunctionVersion === undefined || alias.version === FunctionVersion,
        );
        const all = aliases.map((alias) => describeAlias(record, alias));
        return pageOf('Aliases', all, asked);
      },
    }),

    UpdateAlias: operation({
      route: { method: 'PUT', path: `${ALIASES}/{Name}` },
      needs: onFunction,
      input: z.strictObject({
        FunctionName: z.string(),
        Name: z.string(),
        FunctionVersion: z.string().optional(),
        Description: z.string().optional(),
        RevisionId: z.string().optional(),
      }),
      run(asked) {
        const { name } = parseAddress(asked.FunctionName);
        requireNoConflict(functions.registry, `${functions.registry.get(name).arn}:${asked.Name}`);
        const change = { version: asked.FunctionVersion, description: asked.Description, revisionId: asked.RevisionId };
        return describeAlias(functions.registry.get(name), functions.registry.updateAlias(name, asked.Name, change));
      },
    }),
  };
}

/** @throws AwsError ResourceConflictException while another update of the alias is taken to be under way */
function requireNoConflict({ aliasConflicts }: Functions['registry'], arn: string): void {
  if (aliasConflicts.meets(arn))
    throw new AwsError(
      'ResourceConflictException',
      `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
      409,
    );
}
