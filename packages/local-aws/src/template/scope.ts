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

/** What there is besides the stack itself: what the other stacks say of themselves, and the Parameter Store. */
export type OtherStacks = Pick<Scope, 'exported' | 'outputOf' | 'stored'>;

export const NO_OTHERS: OtherStacks = { exported: () => undefined, outputOf: () => undefined };

/** Where the resources of the template stand: deployed ones answer, others are undefined. */
export type DeployedLookup = (logicalId: string) => Deployed | undefined;

/**
 * CDK's own parameter: the version of the bootstrap stack in SSM. Nothing here needs one, and where there is none the
 * parameter is the name itself.
 */
const BOOTSTRAP_PARAMETER = 'BootstrapVersion';

const STORED = 'AWS::SSM::Parameter::Value<String>';

/** Names of a template, for the given state of its resources. Parameters have the values that are their defaults. */
export function scopeFor(
  template: Template,
  stack: StackIdentity,
  deployed: DeployedLookup,
  others: OtherStacks = NO_OTHERS,
): Scope {
  const parameters = parametersOf(template, others);
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

function parametersOf({ Parameters }: Template, { stored }: OtherStacks): Map<string, unknown> {
  return new Map<string, unknown>(
    Object.entries(Parameters).map(([name, { Type, Default }]): [string, unknown] => {
      if (![STORED, 'String', 'Number', 'CommaDelimitedList'].includes(Type))
        throw new TemplateError(`Parameters.${name}`, `type ${Type} is not supported by the local cloud`);
      if (Default === undefined)
        throw new TemplateError(`Parameters.${name}`, 'has no Default, and no value was given');
      const value = String(Default);
      if (Type === 'CommaDelimitedList') return [name, value === '' ? [] : value.split(',').map((item) => item.trim())];
      if (Type !== STORED) return [name, value];
      const found = stored?.(value)?.value ?? (name === BOOTSTRAP_PARAMETER ? value : undefined);
      if (found === undefined) throw new TemplateError(`Parameters.${name}`, `SSM has no parameter ${value}`);
      return [name, found];
    }),
  );
}
