import { z } from 'zod';
import { operation } from '../../core/service.ts';
import { parseAddress } from '../address.ts';
import type { Functions } from '../functions.ts';
import { onFunction, onQualified, pageOf, paging } from './common.ts';

const path = '/2019-09-30/functions/{FunctionName}/provisioned-concurrency';
const addressed = { FunctionName: z.string(), Qualifier: z.string() };

/** Provisioned concurrency, of one version or alias or of all. */
export function provisionedOperations(functions: Functions) {
  return {
    PutProvisionedConcurrencyConfig: operation({
      route: { method: 'PUT', path, query: ['Qualifier'], status: 202 },
      needs: onQualified,
      input: z.strictObject({ ...addressed, ProvisionedConcurrentExecutions: z.int().min(1) }),
      run: ({ FunctionName, ProvisionedConcurrentExecutions, Qualifier }) =>
        functions.provisioned.put(parseAddress(FunctionName, Qualifier), ProvisionedConcurrentExecutions),
    }),

    ListProvisionedConcurrencyConfigs: operation({
      route: { method: 'GET', path, subresource: 'List' },
      needs: onFunction,
      input: z.strictObject({ FunctionName: z.string(), ...paging }),
      run: ({ FunctionName, ...asked }) =>
        pageOf('ProvisionedConcurrencyConfigs', functions.provisioned.list(parseAddress(FunctionName).name), asked),
    }),

    GetProvisionedConcurrencyConfig: operation({
      route: { method: 'GET', path },
      needs: onQualified,
      input: z.strictObject(addressed),
      run: ({ FunctionName, Qualifier }) => functions.provisioned.get(parseAddress(FunctionName, Qualifier)),
    }),

    DeleteProvisionedConcurrencyConfig: operation({
      route: { method: 'DELETE', path, status: 204 },
      needs: onQualified,
      input: z.strictObject(addressed),
      run({ FunctionName, Qualifier }) {
        functions.provisioned.remove(parseAddress(FunctionName, Qualifier));
        return {};
      },
    }),
  };
}
