import { cbor } from '@smithy/core/cbor';
import { NormalizedSchema } from '@smithy/core/schema';

/** One answer as it came. */
export interface Came {
  readonly contentType: string;
  readonly body: Buffer;
  /** Model of what the operation answers. */
  readonly output: unknown;
}

/** What an answer holds, whatever it is written in; undefined for what has no shape, such as nothing. */
export function valueOf({ contentType, body, output }: Came): unknown {
  if (body.length === 0) return undefined;
  if (contentType.includes('json')) return JSON.parse(body.toString('utf8')) as unknown;
  if (contentType.includes('cbor')) return withTimes(cbor.deserialize(Uint8Array.from(body)));
  if (contentType.includes('xml')) return resultIn(body.toString('utf8'), NormalizedSchema.of(output as never));
  return undefined;
}

/** A time is a tagged number of seconds; any other tag is what no model knows. */
function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTimes);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const { tag, value: tagged } = value as { readonly tag?: unknown; readonly value?: unknown };
  if (tag === 1) return new Date(Number(tagged) * 1000);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTimes(each)]));
}

/** An element with those inside of it, or with text. */
interface Element {
  readonly name: string;
  readonly inside: readonly Element[];
  readonly text: string;
}

/** `<XResponse><XResult>…</XResult><ResponseMetadata>…`; without a result nothing is answered. */
function resultIn(text: string, schema: NormalizedSchema): unknown {
  const [response] = elementsIn(text);
  const result = response?.inside.find(({ name }) => name.endsWith('Result'));
  if (!response?.name.endsWith('Response')) throw new Error(`expected an answer of AWS Query, got ${text}`);
  return result === undefined ? {} : structureOf(result, schema);
}

function elementsIn(text: string): readonly Element[] {
  const elements: Element[] = [];
  let rest = text.trim();
  while (rest.startsWith('<')) {
    const [open = '', name = ''] = /^<([\w.-]+)(?: [^>]*)?>/.exec(rest) ?? [];
    const end = endOf(rest, name);
    const inner = rest.slice(open.length, end);
    elements.push({ name, inside: elementsIn(inner), text: inner });
    rest = rest.slice(end + `</${name}>`.length).trim();
  }
  return elements;
}

/** Where the element at the beginning is closed; one of its name may be inside. */
function endOf(text: string, name: string): number {
  let depth = 0;
  for (const { 0: tag, index } of text.matchAll(new RegExp(`<(/?)${name}(?: [^>]*)?>`, 'g'))) {
    depth += tag.startsWith('</') ? -1 : 1;
    if (depth === 0) return index;
  }
  throw new Error(`<${name}> is not closed in ${text}`);
}

function partOf(element: Element, schema: NormalizedSchema): unknown {
  if (schema.isStructSchema()) return structureOf(element, schema);
  if (schema.isListSchema()) return element.inside.map((item) => listed(item, schema));
  if (schema.isMapSchema()) return Object.fromEntries(element.inside.map((entry) => pair(entry, schema)));
  return element.inside.length > 0 ? structureOf(element, undefined) : scalar(element.text, schema);
}

/** Of what the model does not know everything stays, as text. */
function structureOf({ inside }: Element, schema: NormalizedSchema | undefined): object {
  const members = new Map<string, readonly [string, NormalizedSchema]>(
    [...(schema?.structIterator() ?? [])].map(([name, member]) => [written(name, member), [name, member]]),
  );
  return Object.fromEntries(
    inside.map((element) => {
      const [name, member] = members.get(element.name) ?? [element.name, undefined];
      return [name, member ? partOf(element, member) : element.text];
    }),
  );
}

const written = (name: string, member: NormalizedSchema): string => member.getMergedTraits().xmlName ?? name;

function listed(item: Element, list: NormalizedSchema): unknown {
  const schema = list.getValueSchema();
  if (item.name !== written('member', schema)) return { [item.name]: item.text };
  return partOf(item, schema);
}

function pair({ inside }: Element, map: NormalizedSchema): readonly [string, unknown] {
  const called = (name: string, schema: NormalizedSchema) => inside.find((each) => each.name === written(name, schema));
  const [key, value] = [called('key', map.getKeySchema()), called('value', map.getValueSchema())];
  return [key?.text ?? '', value && partOf(value, map.getValueSchema())];
}

/** Text that can be read as the type has it; what cannot stays text, and is found to be that. */
function scalar(text: string, schema: NormalizedSchema): unknown {
  if (schema.isNumericSchema()) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (schema.isBooleanSchema()) return text === 'true' || text === 'false' ? text === 'true' : text;
  return text;
}
