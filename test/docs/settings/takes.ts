import { z } from 'zod';

/** What of a JSON schema says which values a setting takes. */
interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: string;
  readonly default?: unknown;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

export type Field = JsonSchema;

/** The fields of an object's schema, as JSON Schema says them. */
export const fieldsOf = (schema: z.ZodType): Readonly<Record<string, Field>> =>
  (z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema).properties ?? {};

/** `60 to 3,600`, `HTTP` or `HTTPS`, `1 to 10, each an object`: what a setting takes. */
export function takes(field: Field): string {
  const options = field.anyOf ?? field.oneOf;
  if (options !== undefined) return [...new Set(options.map(takes))].join(', or ');
  if (field.const !== undefined) return code(field.const);
  if (field.enum !== undefined) return field.enum.map(code).join(', ');
  if (field.type === 'integer' || field.type === 'number') return bounds(field);
  if (field.type === 'array') return `a list${between(field.minItems, field.maxItems)}`;
  if (field.type === 'boolean') return `${code(true)}, ${code(false)}`;
  return field.type === 'object' ? 'an object' : 'text';
}

export const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** `604,800`, `0.001`, `1e-9`. */
export const inFigures = (value: number): string => (value >= 1000 ? value.toLocaleString('en') : String(value));

const UNBOUNDED = Number.MAX_SAFE_INTEGER;

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Field): string {
  const least = minimum === undefined ? `above ${inFigures(exclusiveMinimum ?? 0)}` : inFigures(minimum);
  if (exclusiveMaximum !== undefined) return `${least} to below ${inFigures(exclusiveMaximum)}`;
  return maximum === undefined || maximum >= UNBOUNDED ? `${least} or more` : `${least} to ${inFigures(maximum)}`;
}

function between(least: number | undefined, most: number | undefined): string {
  return most === undefined ? '' : ` of ${least ?? 0} to ${most}`;
}
