import { z } from 'zod';
import { onAll } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import { policyOf } from '../access.ts';
import { parseAddress } from '../address.ts';
import { describeSnapshot, listedSnapshot } from '../describe.ts';
import type { Functions } from '../functions.ts';
import { FUNCTIONS, onFunction, onQualified, pageOf, paging, qualified } from './common.ts';

/** What there is to see of functions, and their end. */
export function functionOperations(functions: Functions) {
  return {
    GetFunctionConfiguration: operation({
      route: { method: 'GET', path: `${FUNCTIONS}/{FunctionName}/configuration` },
      needs: onQualified,
      input: z.strictObject(qualified),
      run({ FunctionName, Qualifier }) {
        const target = functions.registry.target(parseAddress(FunctionName, Qualifier));
        return describeSnapshot(target, functions.registry.isPending(target.snapshot));
      },
    }),

    GetFunction: operation({
      route: { method: 'GET', path: `${FUNCTIONS}/{FunctionName}` },
      needs: onQualified,
      input: z.strictObject(qualified),
      callsPerSecond: 100,
      run({ FunctionName, Qualifier }) {
        const target = functions.registry.target(parseAddress(FunctionName, Qualifier));
        return {
          Configuration: describeSnapshot(target, functions.registry.isPending(target.snapshot)),
          Code: { RepositoryType: 'S3', Location: `file://${target.snapshot.code.folder}` },
        };
      },
    }),

    /** Rejects with ResourceNotFoundException when nobody was let in through that very qualifier. */
    GetPolicy: operation({
      route: { method: 'GET', path: `${FUNCTIONS}/{FunctionName}/policy` },
      needs: onQualified,
      input: z.strictObject(qualified),
      callsPerSecond: 15,
      run({ FunctionName, Qualifier }) {
        const { record, snapshot, qualifier } = functions.registry.target(parseAddress(FunctionName, Qualifier));
        const policy = policyOf(record, qualifier);
        if (policy.Statement.length === 0)
          throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
        return { Policy: JSON.stringify(policy), RevisionId: snapshot.revisionId };
      },
    }),

    GetFunctionConcurrency: operation({
      route: { method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
      needs: onFunction,
      input: z.strictObject({ FunctionName: z.string() }),
      run({ FunctionName }) {
        const { name } = functions.registry.get(parseAddress(FunctionName).name);
        const reserved = functions.concurrency.reservedFor(name);
        return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
      },
    }),

    GetAccountSettings: operation({
      route: { method: 'GET', path: '/2016-08-19/account-settings' },
      needs: onAll,
      input: z.strictObject({}),
      run: () => ({
        AccountLimit: functions.concurrency.limits(),
        AccountUsage: { FunctionCount: functions.registry.all().length },
      }),
    }),

    ListFunctions: operation({
      route: { method: 'GET', path: FUNCTIONS },
      needs: onAll,
      input: z.strictObject(paging),
      run(asked) {
        const all = functions.registry.all().map((record) => listedSnapshot(record, record.latest));
        return pageOf('Functions', all, asked);
      },
    }),

    DeleteFunction: operation({
      route: { method: 'DELETE', path: `${FUNCTIONS}/{FunctionName}`, status: 204 },
      needs: onQualified,
      input: z.strictObject(qualified),
      run({ FunctionName, Qualifier }) {
        const { name, qualifier } = parseAddress(FunctionName, Qualifier);
        if (qualifier === undefined) functions.remove(name);
        else functions.removeVersion(name, qualifier);
        return {};
      },
    }),
  };
}
