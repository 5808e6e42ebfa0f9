import { z } from 'zod';
import { arnOf, on, text } from '../core/access.ts';
import { operation, serviceOf } from '../core/service.ts';
import type { Place } from '../core/types.ts';
import type { Parameters } from './parameters.ts';

/** The ARN's name has no second slash, whether the parameter's own begins with one or not. */
function parameterArn(place: Place, name: string): string {
  return arnOf(place, 'ssm', `parameter/${name.replace(/^\//, '')}`);
}

/** SSM's Parameter Store, for reading; parameters come with stacks. */
export function ssmService(parameters: Parameters, place: Place) {
  return serviceOf({
    name: 'ssm',
    title: 'SSM',
    json: { prefix: 'AmazonSSM', version: '1.1' },
    invalid: 'ValidationException',
    operations: {
      GetParameter: operation({
        needs: on((input, where) => parameterArn(where, text(input, 'Name'))),
        // Nothing here is encrypted, so that there is nothing to decrypt.
        input: z.strictObject({ Name: z.string().min(1), WithDecryption: z.boolean().optional() }),
        run({ Name }) {
          const { name, type, value, version, lastModified } = parameters.get(Name);
          return {
            Parameter: {
              Name: name,
              Type: type,
              Value: value,
              Version: version,
              LastModifiedDate: lastModified,
              ARN: parameterArn(place, name),
              DataType: 'text',
            },
          };
        },
      }),
    },
  });
}
