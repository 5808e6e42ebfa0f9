import type { Deployed } from '../core/resource.ts';
import type { Place } from '../core/types.ts';
import { conditionEvaluator } from './conditions.ts';
import { NO_VALUE, type Scope } from './intrinsics.ts';
import { TemplateError } from './problems.ts';
import type { Template } from './schema.ts';

export interface StackIdentity {
  readonly stackName: string;
  readonly stackId: string;
  readonly place: Place;
}

/** What the other stacks say of themselves. */
export type OtherStacks = Pick<Scope, 'exported' | 'outputOf'>;

const NO_OTHERS: OtherStacks = { exported: () => undefined, outputOf: () => undefined };

/** Where the resources of the template stand: deployed ones answer, others are undefined. */
export type DeployedLookup = (logicalId: string) => Deployed | undefined;

/** CDK's own parameter: the version of the bootstrap stack in SSM, which nothing here needs. */
const BOOTSTRAP_PARAMETER = 'BootstrapVersion';

/**
 * Names of a template, for the given state of its resources. Parameters take their defaults: nobody can pass values.
 */
export function scopeFor(
  template: Template,
  stack: StackIdentity,
  deployed: DeployedLookup,
  others: OtherStacks = NO_OTHERS,
): Scope {
  const parameters = parametersOf(template);
  const pseudo = pseudoParameters(stack);
  const scopeWith = (condition: Scope['condition']): Scope => ({
    ref: (name) => pseudo[name] ?? parameters.get(name) ?? deployed(name)?.ref,
    attribute: (logicalId, attribute) => deployed(logicalId)?.attributes[attribute],
    condition,
    mapping: (map, first, second) => template.Mappings[map]?.[first]?.[second],
    ...others,
  });
  return scopeWith(conditionEvaluator(template.Conditions, scopeWith));
}

function pseudoParameters({ stackName, stackId, place }: StackIdentity): Readonly<Record<string, unknown>> {
  return {
    'AWS::AccountId': place.account,
    'AWS::NoValue': NO_VALUE,
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::StackId': stackId,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

function parametersOf(template: Template): Map<string, string> {
  return new Map(
    Object.entries(template.Parameters).map(([name, { Type, Default }]) => {
      if (name !== BOOTSTRAP_PARAMETER && Type !== 'String' && Type !== 'Number') {
        throw new TemplateError(`Parameters.${name}`, `type ${Type} is not supported by the local cloud`);
      }
      if (Default === undefined)
        throw new TemplateError(`Parameters.${name}`, 'has no Default, and the local cloud takes no parameters');
      return [name, String(Default)] as const;
    }),
  );
}
