import type { z } from 'zod';

/** What the schema of an input says of a part of it; undefined where it says nothing. */
export type Schema = z.core.$ZodType | undefined;

export type Kind = 'text' | 'number' | 'boolean' | 'time';

/** What text has to be turned into before the schema takes it. */
export function kindOf(schema: Schema): Kind {
  const def = definitionOf(schema);
  switch (def?.type) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'time';
    case 'literal':
      return typeof def.values[0] === 'number' ? 'number' : typeof def.values[0] === 'boolean' ? 'boolean' : 'text';
    default:
      return 'text';
  }
}

/** The names of a structure's members. */
export function memberNames(schema: Schema): readonly string[] {
  const def = definitionOf(schema);
  return def?.type === 'object' ? Object.keys(def.shape) : [];
}

/** A member of a structure, or a value of a map. */
export function memberOf(schema: Schema, name: string): Schema {
  const def = definitionOf(schema);
  if (def?.type === 'record') return def.valueType;
  return def?.type === 'object' && Object.hasOwn(def.shape, name) ? def.shape[name] : undefined;
}

/** An item of a list. */
export function itemOf(schema: Schema): Schema {
  const def = definitionOf(schema);
  return def?.type === 'array' ? def.element : undefined;
}

/** Of what comes in: behind what may be missing, and before what is made of it. */
function definitionOf(schema: Schema): z.core.$ZodTypes['_zod']['def'] | undefined {
  const def = (schema as z.core.$ZodTypes | undefined)?._zod.def;
  switch (def?.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return definitionOf(def.innerType);
    case 'pipe':
      return definitionOf(def.in);
    default:
      return def;
  }
}
