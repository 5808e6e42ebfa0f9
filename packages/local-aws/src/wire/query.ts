import type { Input } from '../core/types.ts';
import { type Codec, faultOf } from './codec.ts';
import { malformed } from './http.ts';
import type { QueryForm, ServiceProtocol } from './services.ts';
import { toDate } from './values.ts';
import { element, xml } from './xml.ts';

/** AWS Query: a form with `Action`, lists as `Name.member.1`, maps as `Name.entry.1.key`; answers in XML. */
export function awsQuery(protocol: Pick<ServiceProtocol, 'query' | 'times' | 'queryCodes'>): Codec {
  const form: QueryForm = protocol.query ?? {
    namespace: 'http://local',
    numbers: new Set(),
    booleans: new Set(),
    maps: new Set(),
  };
  return {
    decode(request) {
      const fields = new URLSearchParams(request.body.toString('utf8'));
      const operation = fields.get('Action');
      if (!operation) throw malformed('the form has no Action');
      const input = Object.create(null) as Tree;
      for (const [name, value] of fields) {
        if (name !== 'Action' && name !== 'Version') plant(input, name.split('.'), value);
      }
      return { operation, input: typed(input, { form, times: protocol.times }) };
    },
    encode: (call, result, requestId) =>
      answer(
        200,
        requestId,
        element(
          `${call.operation}Response`,
          xml(`${call.operation}Result`, result, form.maps) + metadata(requestId),
          form.namespace,
        ),
      ),
    fail: (error, requestId) => {
      const { code, message } = error;
      const body = xml(
        'Error',
        { Type: faultOf(error), Code: protocol.queryCodes?.[code] ?? code, Message: message },
        form.maps,
      );
      return answer(
        error.status,
        requestId,
        element('ErrorResponse', body + xml('RequestId', requestId, form.maps), form.namespace),
      );
    },
  };
}

function answer(status: number, requestId: string, body: string) {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function metadata(requestId: string): string {
  return xml('ResponseMetadata', { RequestId: requestId }, new Set());
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

/** What is needed to give text its type. */
interface Types {
  readonly form: QueryForm;
  readonly times: ReadonlySet<string>;
}

/** @param parent member that holds the tree: the same name may be a number in one structure and text in another */
function typed(tree: Tree, types: Types, parent = ''): Input {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, member(name, value, types, parent)]));
}

function member(name: string, value: string | Tree, types: Types, parent: string): unknown {
  if (typeof value === 'string') return scalar(name, value, types, parent);
  if (isTree(value['member']))
    return inOrder(value['member']).map((item) =>
      typeof item === 'string' ? scalar(name, item, types, parent) : typed(item, types, name),
    );
  if (isTree(value['entry']))
    return Object.fromEntries(inOrder(value['entry']).map((item) => entry(item, types, name)));
  return typed(value, types, name);
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
function entry(item: string | Tree, types: Types, map: string): [string, unknown] {
  const key = isTree(item) ? (item['key'] ?? item['Name']) : undefined;
  const value = isTree(item) ? (item['value'] ?? item['Value']) : undefined;
  if (typeof key !== 'string' || value === undefined) throw malformed('an entry of a map needs a key and a value');
  return [key, member('', value, types, map)];
}

function scalar(name: string, text: string, { form, times }: Types, parent: string): unknown {
  if (times.has(name)) return toDate(name, text);
  if (form.booleans.has(name)) return text === 'true';
  if (!form.numbers.has(name) && !form.numbers.has(`${parent}.${name}`)) return text;
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) throw malformed(`${name} must be a number, got ${JSON.stringify(text)}`);
  return value;
}
