import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Template {
  readonly Resources: Record<
    string,
    { readonly Type: string; readonly Properties?: object; readonly DependsOn?: readonly string[] }
  >;
}

/**
 * A copy of an assembly in a new folder, whose deployment fails at `Broken`, an alias of no version, after everything
 * else is done.
 */
export function failingAssembly(assembly: string, folder: string): string {
  cpSync(assembly, folder, { recursive: true });
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.template.json')) ?? '');
  const { Resources, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const [version] = Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
    Type === 'AWS::Lambda::Version' ? [{ id, ...(Properties as { FunctionName: unknown }) }] : [],
  );
  const Properties = { FunctionName: version?.FunctionName, FunctionVersion: '999', Name: 'broken' };
  const Broken = { Type: 'AWS::Lambda::Alias', Properties, DependsOn: Object.keys(Resources) };
  writeFileSync(file, JSON.stringify({ ...rest, Resources: { ...Resources, Broken } }));
  return folder;
}
