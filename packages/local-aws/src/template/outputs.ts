import { resolve, type Scope } from './intrinsics.ts';
import type { Template } from './schema.ts';
import type { StackOutput } from './stack.ts';

/**
 * The values of the Outputs section.
 * @param exporterOf another stack that has exported a name already
 * @throws Error naming the output and that stack
 */
export function outputsOf(
  template: Template,
  scope: Scope,
  exporterOf: (exportName: string) => string | undefined,
): StackOutput[] {
  const text = (value: unknown, where: string) => String(resolve(value, scope, where));
  return Object.entries(template.Outputs)
    .filter(([, output]) => output.Condition === undefined || scope.condition(output.Condition))
    .map(([name, output]) => {
      const exportName = output.Export && text(output.Export.Name, `Outputs.${name}.Export.Name`);
      const owner = exportName === undefined ? undefined : exporterOf(exportName);
      if (owner !== undefined)
        throw new Error(`Outputs.${name}: export ${exportName} is already exported by stack ${owner}`);
      return {
        OutputKey: name,
        OutputValue: text(output.Value, `Outputs.${name}`),
        ...(output.Description !== undefined && { Description: output.Description }),
        ...(exportName !== undefined && { ExportName: exportName }),
      };
    });
}
