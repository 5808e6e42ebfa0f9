import { z } from 'zod';
import { UnsupportedError } from '../../core/aws-error.ts';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { parseAddress } from '../address.ts';
import type { Functions } from '../functions.ts';

const schema = z.strictObject({ FunctionName: z.string(), Description: z.string().optional() });

/**
 * A published version. CDK's `currentVersion` gives it a new logical id whenever code or settings change, which
 * publishes a new one; publishing what is published already fails, as CloudFormation's handler does.
 */
export function versionProvider(functions: Functions): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::Lambda::Version',
    schema,
    async create({ properties }) {
      const { name } = parseAddress(properties.FunctionName);
      const { snapshot, existed } = functions.registry.publish(name, properties.Description);
      if (existed)
        throw new Error(
          `A version for this Lambda function exists ( ${snapshot.version} ). Modify the function to create ` +
            'a new version.',
        );
      const arn = `${functions.registry.get(name).arn}:${snapshot.version}`;
      return { ref: arn, attributes: { Version: snapshot.version, FunctionArn: arn } };
    },
    async update({ logicalId }) {
      throw new UnsupportedError(
        `${logicalId} (AWS::Lambda::Version)`,
        'a published version cannot change; publish a new one under a new logical id',
      );
    },
    async remove({ ref }) {
      const { name, qualifier = '' } = parseAddress(ref);
      functions.removeVersion(name, qualifier);
    },
  });
}
