import type { Template } from './schema.ts';
import type { StackParameter } from './stack.ts';

/**
 * A template whose parameters have the values that the stack has: the CDK's and the AWS CLI's `deploy` use the previous
 * value of each that nobody gives, and a new default is for new stacks only.
 */
export function withKept(template: Template, kept: readonly StackParameter[]): Template {
  const values = new Map(kept.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
  const parameters = Object.entries(template.Parameters).map(([name, parameter]) => {
    const Default = values.get(name);
    return [name, Default === undefined ? parameter : { ...parameter, Default }] as const;
  });
  return { ...template, Parameters: Object.fromEntries(parameters) };
}
