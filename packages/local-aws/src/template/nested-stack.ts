import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { AssetBucket } from './asset-bucket.ts';
import type { Deployer } from './deployer.ts';
import { parseTemplate } from './schema.ts';
import { placeOf, readTemplate } from './template-text.ts';

const schema = z.strictObject({
  TemplateURL: z.string(),
  Parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  Tags: tagsSchema,
});
type Properties = z.infer<typeof schema>;

const LONGEST_NAME = 128;

/**
 * AWS::CloudFormation::Stack: a stack of its own, deployed when its parent's turn comes to it; its outputs are its
 * attributes. What is wrong with its template is found then, and undoes the parent.
 * @param deployer asked when a stack is deployed: it has this provider itself
 */
export function nestedStackProvider(deployer: () => Deployer, bucket: AssetBucket, random: Random): ResourceProvider {
  const deploy = async (stackName: string, { TemplateURL, Parameters }: Properties): Promise<Deployed> => {
    const at = placeOf(TemplateURL);
    const body = bucket.textOf(at.bucket, at.key);
    if (body === undefined) throw new Error(`TemplateURL: there is no object ${at.key} in a bucket ${at.bucket}`);
    const template = parseTemplate(readTemplate(body), at.key);
    const parameters = Object.entries(Parameters).map(([ParameterKey, value]) => {
      return { ParameterKey, ParameterValue: String(value) };
    });
    const { stack } = await deployer().deployTemplate({ stackName, template, body, parameters });
    const outputs = stack.Outputs.map(({ OutputKey, OutputValue }) => [`Outputs.${OutputKey}`, OutputValue] as const);
    return { ref: stack.StackId, attributes: Object.fromEntries(outputs) };
  };
  return provider<Properties>({
    type: 'AWS::CloudFormation::Stack',
    schema,
    create: (request) => deploy(physicalName(request, random, LONGEST_NAME), request.properties),
    update: ({ properties }, { ref }) => deploy(deployer().stack(ref).description.StackName, properties),
    async remove({ ref }) {
      const { StackName } = deployer().stack(ref).description;
      await deployer().remove(deployer().stack(ref));
      const left = deployer()
        .allStacks()
        .find(({ description }) => description.StackName === StackName);
      if (left !== undefined)
        throw new Error(left.description.StackStatusReason ?? `${StackName} could not be deleted`);
    },
  });
}
