import { z } from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import { parseAddress } from '../address.ts';
import type { CodeSource } from '../code.ts';
import { describeSnapshot } from '../describe.ts';
import type { Functions } from '../functions.ts';
import type { Code, Configuration } from '../model.ts';
import { FUNCTIONS, INVALID, onFunction } from './common.ts';

/** What changes `$LATEST` over the API, as `cdk deploy --hotswap` does; CloudFormation does not hear of it. */
export function updateOperations(functions: Functions, source: CodeSource) {
  const update = (functionName: string, change: (now: { code: Code; configuration: Configuration }) => Change) => {
    const { name } = parseAddress(functionName);
    const { latest } = functions.registry.get(name);
    const { code = latest.code, configuration = latest.configuration } = change(latest);
    const record = functions.registry.update(name, code, configuration);
    functions.retire(latest);
    return describeSnapshot({ record, snapshot: record.latest }, false);
  };
  return {
    UpdateFunctionCode: operation({
      route: { method: 'PUT', path: `${FUNCTIONS}/{FunctionName}/code` },
      needs: onFunction,
      input: z.strictObject({ FunctionName: z.string(), S3Bucket: z.string(), S3Key: z.string() }),
      async run({ FunctionName, S3Bucket, S3Key }) {
        functions.registry.get(parseAddress(FunctionName).name);
        const folder = await source.folderOf(S3Bucket, S3Key);
        if (folder === undefined)
          throw new AwsError(INVALID, `Error occurred while GetObject. There is no ${S3Key} in a bucket ${S3Bucket}.`);
        const code = await functions.codes.keep(folder);
        return update(FunctionName, () => ({ code }));
      },
    }),

    UpdateFunctionConfiguration: operation({
      route: { method: 'PUT', path: `${FUNCTIONS}/{FunctionName}/configuration` },
      needs: onFunction,
      input: z.strictObject({
        FunctionName: z.string(),
        Description: z.string().optional(),
        Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
      }),
      run: ({ FunctionName, Description, Environment }) =>
        update(FunctionName, ({ configuration }) => ({
          configuration: {
            ...configuration,
            ...(Description !== undefined && { description: Description }),
            ...(Environment !== undefined && { environment: Environment.Variables }),
          },
        })),
    }),
  };
}

interface Change {
  readonly code?: Code;
  readonly configuration?: Configuration;
}
