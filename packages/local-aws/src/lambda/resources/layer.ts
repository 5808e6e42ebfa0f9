import { z } from 'zod';
import { physicalName } from '../../core/physical-name.ts';
import type { Random } from '../../core/random.ts';
import { type Deployed, provider, type ResourceProvider, type ResourceRequest } from '../../core/resource.ts';
import type { CodeSource } from '../code.ts';
import type { Functions } from '../functions.ts';
import { codeOf } from './code-of.ts';

const schema = z.strictObject({
  LayerName: z.string().optional(),
  Content: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  CompatibleArchitectures: z.array(z.string()).optional(),
  CompatibleRuntimes: z.array(z.string()).optional(),
  Description: z.string().optional(),
  LicenseInfo: z.string().optional(),
});
type Properties = z.infer<typeof schema>;

/** AWS::Lambda::LayerVersion. Whatever changes makes another version, and the old one stays with who has it. */
export function layerProvider(functions: Functions, source: CodeSource, random: Random): ResourceProvider {
  const create = async (request: ResourceRequest<Properties>): Promise<Deployed> => {
    const { LayerName, Content } = request.properties;
    const content = await codeOf('Content', Content, source, functions.codes);
    const arn = functions.layers.publish(LayerName ?? physicalName(request, random), content);
    return { ref: arn, attributes: { LayerVersionArn: arn } };
  };
  return provider<Properties>({
    type: 'AWS::Lambda::LayerVersion',
    schema,
    create,
    update: create,
    remove: async () => undefined,
  });
}
