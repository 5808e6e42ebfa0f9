import { z } from 'zod';
import { type Deployed, provider, type ResourceProvider } from '../../core/resource.ts';
import { parseAddress } from '../address.ts';
import type { Functions } from '../functions.ts';

const schema = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Name: z.string(),
  Description: z.string().default(''),
});

/**
 * An update writes the version too, whatever the alias points at by then: CloudFormation sends the whole desired state.
 */
export function aliasProvider(functions: Functions): ResourceProvider {
  const deployed = (functionName: string, name: string): Deployed => {
    const arn = `${functions.registry.get(functionName).arn}:${name}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  };
  return provider<z.infer<typeof schema>>({
    type: 'AWS::Lambda::Alias',
    schema,
    async create({ properties: { FunctionName, FunctionVersion, Name, Description } }) {
      const { name } = parseAddress(FunctionName);
      functions.registry.createAlias(name, Name, FunctionVersion, Description);
      return deployed(name, Name);
    },
    async update(request, before) {
      const { FunctionName, FunctionVersion, Name, Description } = request.properties;
      const { name } = parseAddress(FunctionName);
      if (deployed(name, Name).ref !== before.ref) return this.create(request);
      functions.registry.updateAlias(name, Name, { version: FunctionVersion, description: Description });
      return deployed(name, Name);
    },
    async remove({ ref }) {
      const { name, qualifier = '' } = parseAddress(ref);
      functions.registry.removeAlias(name, qualifier);
      functions.provisioned.forget(name, qualifier);
    },
    live({ properties: { FunctionName, Name } }) {
      const { version, description } = functions.registry.alias(parseAddress(FunctionName).name, Name);
      return { FunctionVersion: version, Description: description };
    },
  });
}
