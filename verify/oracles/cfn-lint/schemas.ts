import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';

/** Prints the properties of which another value makes another resource, by type, from the schemas of cfn-lint. */
const SCRIPT = `
import json, sys
from cfnlint.schema.manager import ProviderSchemaManager
manager = ProviderSchemaManager()
def of(name):
    schema = manager.get_resource_schema('eu-west-1', name).schema
    paths = schema.get('createOnlyProperties', []) + schema.get('conditionalCreateOnlyProperties', [])
    return sorted({path.split('/')[2] for path in paths})
print(json.dumps({name: of(name) for name in sys.argv[1:]}))
`;

/** By type; undefined where python3 knows no cfn-lint. */
export function createOnlyOfSchemas(types: readonly string[]): Readonly<Record<string, readonly string[]>> | undefined {
  const { status, stdout } = spawnSync('python3', ['-c', SCRIPT, ...types], { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as Record<string, readonly string[]>) : undefined;
}

/** Where a table says other than the schemas: a sentence each. */
export function schemaFaults(
  table: Readonly<Record<string, readonly string[]>>,
  schemas: Readonly<Record<string, readonly string[]>>,
): string[] {
  return Object.entries(table)
    .filter(([type, properties]) => !isDeepStrictEqual(properties.toSorted(), schemas[type]))
    .map(
      ([type, properties]) =>
        `${type}: ${properties.join(', ')} in the table, ${schemas[type]?.join(', ')} in the schema`,
    );
}
