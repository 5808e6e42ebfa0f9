import { operationAt, type Service } from '../core/service.ts';
import type { Input } from '../core/types.ts';
import { boundForm } from './bounds.ts';
import { type Codec, faultOf } from './codec.ts';
import { malformed } from './http.ts';
import { itemOf, kindOf, memberOf, type Schema } from './schema.ts';
import { toDate } from './times.ts';
import { element, xml } from './xml.ts';

/** AWS Query: a form with `Action`, lists as `Name.member.1`, maps as `Name.entry.1.key`; answers in XML. */
export function awsQuery(service: Pick<Service, 'query' | 'queryCodes' | 'operations'>): Codec {
  const { namespace = 'http://local' } = service.query ?? {};
  const { operations } = service;
  return {
    decode(request) {
      boundForm(request.body);
      const fields = new URLSearchParams(request.body.toString('utf8'));
      const operation = fields.get('Action');
      if (!operation) throw malformed('the form has no Action');
      const input = Object.create(null) as Tree;
      for (const [name, value] of fields) {
        if (name !== 'Action' && name !== 'Version') plant(input, name.split('.', DEEPEST + 1), value);
      }
      return { operation, input: typed(input, operationAt(operations, operation)?.input) };
    },
    encode({ operation }, result, requestId) {
      const inner = xml(`${operation}Result`, result, operationAt(operations, operation)?.maps);
      return answer(200, requestId, element(`${operation}Response`, inner + metadata(requestId), namespace));
    },
    fail: (error, requestId) => {
      const { code, message } = error;
      const body = xml('Error', {
        Type: faultOf(error),
        Code: service.queryCodes?.[code] ?? code,
        Message: message,
      });
      return answer(error.status, requestId, element('ErrorResponse', body + xml('RequestId', requestId), namespace));
    },
  };
}

function answer(status: number, requestId: string, body: string) {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function metadata(requestId: string): string {
  return xml('ResponseMetadata', { RequestId: requestId });
}

interface Tree {
  [name: string]: string | Tree;
}

/** Far deeper than any member of the services here; a form cannot make the reader recurse for ever. */
const DEEPEST = 20;

function plant(tree: Tree, path: readonly string[], value: string): void {
  if (path.length > DEEPEST) throw malformed(`${path.slice(0, 3).join('.')}… is nested too deeply`);
  let node = tree;
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(node, name) ? node[name] : undefined;
    if (typeof next === 'string') throw malformed(`${path.join('.')} is both a value and a structure`);
    node = next ?? (node[name] = Object.create(null) as Tree);
  }
  node[path.at(-1) ?? ''] = value;
}

/** Gives text the types that the schema has; what it does not know stays text. */
function typed(tree: Tree, schema: Schema): Input {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, part(name, value, memberOf(schema, name))]),
  );
}

function part(name: string, value: string | Tree, schema: Schema): unknown {
  // How clients write a list without items.
  if (value === '' && itemOf(schema) !== undefined) return [];
  if (typeof value === 'string') return scalar(name, value, schema);
  if (isTree(value['member'])) return inOrder(value['member']).map((item) => part(name, item, itemOf(schema)));
  if (isTree(value['entry'])) return Object.fromEntries(inOrder(value['entry']).map((item) => entry(item, schema)));
  return typed(value, schema);
}

function isTree(value: string | Tree | undefined): value is Tree {
  return typeof value === 'object';
}

/** `member.1`, `member.2`, …, `member.10`: by number, not by spelling. */
function inOrder(list: Tree): (string | Tree)[] {
  return Object.entries(list)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

/** SNS's message attributes spell it Name and Value, other maps key and value. */
function entry(item: string | Tree, map: Schema): [string, unknown] {
  const key = isTree(item) ? (item['key'] ?? item['Name']) : undefined;
  const value = isTree(item) ? (item['value'] ?? item['Value']) : undefined;
  if (typeof key !== 'string' || value === undefined) throw malformed('an entry of a map needs a key and a value');
  return [key, part(key, value, memberOf(map, key))];
}

function scalar(name: string, text: string, schema: Schema): unknown {
  const kind = kindOf(schema);
  if (kind === 'time') return toDate(name, text);
  if (kind === 'boolean') return text === 'true';
  if (kind === 'text') return text;
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) throw malformed(`${name} must be a number, got ${JSON.stringify(text)}`);
  return value;
}
