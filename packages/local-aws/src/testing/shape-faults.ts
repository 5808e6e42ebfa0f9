import { NormalizedSchema } from '@smithy/core/schema';

/** How a value is written that the schema does not know as a value: an expression that is evaluated later, say. */
export interface Reading {
  /** Whether this may stand for anything. @default - nothing may */
  readonly anything?: (value: unknown) => boolean;
  /** What a member is called here. @default - as in the model */
  readonly nameOf?: (member: string) => string;
  /** Members that come elsewhere than in this value, such as in headers. @default - none do */
  readonly elsewhere?: (member: NormalizedSchema) => boolean;
  /** Whether members that must be there may be missing. Models say it of requests; of answers only some do. */
  readonly partial?: boolean;
}

/** As the clients carry it: kind, namespace, name, traits, members, their schemas, how many of these are required. */
type Structure = readonly [number, string, string, unknown, readonly string[], readonly unknown[], number?];

/**
 * What a value has that the model of AWS's API does not: members that nobody knows, values of another type, required
 * members that are missing.
 *
 * @param schema of the SDK's own: input or output of an operation
 * @param path what the value is called in the sentences
 * @returns a sentence each; none when the value has its shape
 */
export function shapeFaults(value: unknown, schema: unknown, path: string, reading: Reading = {}): string[] {
  return faultsOf(value, NormalizedSchema.of(schema as never), path, reading);
}

function faultsOf(value: unknown, schema: NormalizedSchema, path: string, reading: Reading): string[] {
  if (value === undefined || reading.anything?.(value)) return [];
  if (schema.isUnitSchema()) return Object.keys(value ?? {}).map((name) => `${path}.${name} is no member`);
  if (schema.isDocumentSchema() || schema.isStreaming()) return [];
  if (schema.isStructSchema())
    return isObject(value) ? structureFaults(value, schema, path, reading) : [wrong(value, path, 'structure')];
  if (schema.isListSchema())
    return Array.isArray(value)
      ? value.flatMap((each, i) => faultsOf(each, schema.getValueSchema(), `${path}[${i}]`, reading))
      : [wrong(value, path, 'list')];
  if (schema.isMapSchema())
    return isObject(value)
      ? Object.entries(value).flatMap(([key, each]) =>
          faultsOf(each, schema.getValueSchema(), `${path}.${key}`, reading),
        )
      : [wrong(value, path, 'map')];
  const expected = scalarOf(schema);
  return expected.is(value) ? [] : [wrong(value, path, expected.name)];
}

function structureFaults(value: object, schema: NormalizedSchema, path: string, reading: Reading): string[] {
  const { nameOf = (member: string) => member, elsewhere = () => false } = reading;
  const members = new Map([...schema.structIterator()].map(([name, member]) => [nameOf(name), member] as const));
  const structure = schema.getSchema() as unknown as Structure;
  const required = reading.partial ? [] : structure[4].slice(0, structure[6] ?? 0).map(nameOf);
  return [
    ...Object.keys(value)
      .filter((name) => (value as Record<string, unknown>)[name] !== undefined && !members.has(name))
      .map((name) => `${path}.${name} is no member of ${schema.getName()}`),
    ...required
      .filter((name) => !isPresent(value, name) && !elsewhere(members.get(name) as NormalizedSchema))
      .map((name) => `${path}.${name} is missing`),
    ...[...members].flatMap(([name, member]) =>
      faultsOf((value as Record<string, unknown>)[name], member, `${path}.${name}`, reading),
    ),
  ];
}

const isPresent = (value: object, name: string) => (value as Record<string, unknown>)[name] !== undefined;
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
const wrong = (value: unknown, path: string, expected: string) =>
  `${path} is ${JSON.stringify(value)}, not a ${expected}`;

interface Scalar {
  readonly name: string;
  readonly is: (value: unknown) => boolean;
}

/** Times are Dates in memory; in a protocol seconds since the epoch or ISO 8601 text. */
function scalarOf(schema: NormalizedSchema): Scalar {
  if (schema.isTimestampSchema()) return { name: 'time', is: isTime };
  if (schema.isBooleanSchema()) return { name: 'truth value', is: (value) => typeof value === 'boolean' };
  if (schema.isNumericSchema()) return { name: 'number', is: (value) => typeof value === 'number' };
  if (schema.isBlobSchema())
    return { name: 'blob', is: (value) => typeof value === 'string' || value instanceof Uint8Array };
  return { name: 'text', is: (value) => typeof value === 'string' };
}

const isTime = (value: unknown) =>
  value instanceof Date || typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
