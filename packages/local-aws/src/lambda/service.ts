import { AwsError } from '../core/aws-error.ts';
import { serviceOf } from '../core/service.ts';
import type { CodeSource } from './code.ts';
import type { Functions } from './functions.ts';
import { INVALID } from './operations/common.ts';
import { functionOperations } from './operations/functions.ts';
import { invoke } from './operations/invoke.ts';
import { provisionedOperations } from './operations/provisioned.ts';
import { updateOperations } from './operations/updates.ts';
import { versionOperations } from './operations/versions.ts';

const NOTHING_UPLOADED: CodeSource = { folderOf: async () => undefined };

/** Lambda over functions. Templates make them. Quotas are from "Lambda quotas". */
export function lambdaService(functions: Functions, source: CodeSource = NOTHING_UPLOADED) {
  return serviceOf({
    name: 'lambda',
    title: 'Lambda',
    rest: { times: 'epoch seconds' },
    invalid: INVALID,
    throttling: {
      refusal: () => new AwsError('TooManyRequestsException', 'Rate exceeded', 429),
      sharedPerSecond: 15,
    },
    operations: {
      Invoke: invoke(functions),
      ...functionOperations(functions),
      ...updateOperations(functions, source),
      ...versionOperations(functions),
      ...provisionedOperations(functions),
    },
  });
}
