import type { Scope } from './scope.ts';

/** Answers an expression without JSONata, or undefined where only JSONata knows. */
export type Simple = (scope: Scope) => unknown;

/** A node of the tree that JSONata makes of an expression. */
type Node = Readonly<Record<string, unknown>>;

/** The parts that a node may have: one with another, such as a predicate, means more. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  string: [],
  number: [],
  value: [],
  variable: [],
  name: [],
  path: ['steps'],
  binary: ['lhs', 'rhs'],
  condition: ['condition', 'then', 'else'],
  function: ['procedure', 'arguments'],
};

/**
 * Most expressions of a machine are paths such as `$states.result.Payload`, `path = 'text'` and `$exists(path) ? path :
 * 0`, and JSONata takes ten times as long for one as for answering it here. Answered is only what means the same in
 * both: own members of objects, texts, numbers and booleans. Lists, which JSONata maps over and unwraps, functions, and
 * whatever is missing are left to it.
 * @param node as `jsonata(text).ast()` has it
 */
export function simpleExpression(node: unknown): Simple | undefined {
  if (!isPlain(node)) return undefined;
  switch (node['type']) {
    case 'string':
    case 'number':
    case 'value':
      return () => node['value'];
    case 'variable':
    case 'path':
      return pathOf(node);
    case 'binary':
      return node['value'] === '=' ? equality(node) : undefined;
    case 'condition':
      return condition(node);
    case 'function':
      return exists(node);
    default:
      return undefined;
  }
}

function isPlain(node: unknown): node is Node {
  if (node === null || typeof node !== 'object') return false;
  const { type, value: _value, position: _position, ...parts } = node as Node;
  const known = PARTS[String(type)];
  return known !== undefined && Object.keys(parts).every((part) => known.includes(part) || parts[part] === undefined);
}

const NOTHING_THERE = Symbol('no such member');

function pathOf(node: Node): Simple | undefined {
  const walked = walk(node);
  return walked && ((scope) => known(walked(scope)));
}

const known = (value: unknown): unknown => (value === NOTHING_THERE ? undefined : value);

/** Gives NOTHING_THERE where an object on the way has no such member, and undefined where only JSONata knows. */
function walk(node: Node): Simple | undefined {
  const names = namesIn(node);
  if (names === undefined) return undefined;
  const [variable = '', ...members] = names;
  return (scope) => {
    let value = scope.start(variable, members[0]);
    for (const name of members) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
      if (!Object.hasOwn(value, name)) return name in value ? undefined : NOTHING_THERE;
      value = (value as Record<string, unknown>)[name];
    }
    return Array.isArray(value) || typeof value === 'function' ? undefined : value;
  };
}

/** A variable and its members; undefined where it is another kind of path. */
function namesIn(node: Node): readonly string[] | undefined {
  const steps = node['type'] === 'path' ? (node['steps'] as readonly unknown[]) : [node];
  const names: string[] = [];
  for (const [i, step] of steps.entries()) {
    if (!isPlain(step) || step['type'] !== (i === 0 ? 'variable' : 'name')) return undefined;
    names.push(String(step['value']));
  }
  // `$` and `$$` are what JSONata stands at.
  return /^\w+$/.test(names[0] ?? '') ? names : undefined;
}

/** Of texts, numbers and booleans. */
function equality(node: Node): Simple | undefined {
  const [one, other] = [simpleExpression(node['lhs']), simpleExpression(node['rhs'])];
  if (one === undefined || other === undefined) return undefined;
  return (scope) => {
    const [left, right] = [one(scope), other(scope)];
    return isScalar(left) && isScalar(right) ? left === right : undefined;
  };
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function condition(node: Node): Simple | undefined {
  const [met, yes, no] = [node['condition'], node['then'], node['else']].map(simpleExpression);
  if (met === undefined || yes === undefined || no === undefined) return undefined;
  return (scope) => {
    const is = met(scope);
    return typeof is === 'boolean' ? (is ? yes : no)(scope) : undefined;
  };
}

/** `$exists` of a path, unless a variable has that name. */
function exists(node: Node): Simple | undefined {
  const { procedure, arguments: given, value } = node;
  if (!isPlain(procedure) || procedure['type'] !== 'variable' || procedure['value'] !== 'exists') return undefined;
  const [path, ...more] = given as readonly unknown[];
  if (value !== '(' || more.length > 0 || !isPlain(path) || path['type'] !== 'path') return undefined;
  const walked = walk(path);
  if (walked === undefined) return undefined;
  return (scope) => {
    const found = walked(scope);
    if (found === undefined || scope.start('exists', undefined) !== undefined) return undefined;
    return found !== NOTHING_THERE;
  };
}
