import { BlockList, isIP } from 'node:net';
import { PatternError } from './pattern-error.ts';
import { compileWildcard } from './wildcard.ts';
import type { WildcardTerm } from './wildcard-complexity.ts';

/** What an event can hold at a leaf: undefined when the field is not there. */
export type Leaf = string | number | boolean | null;
export type LeafTest = (value: Leaf | undefined) => boolean;

/**
 * One entry of a list of values: a literal, or an object with one operator. Fields that are not there only match
 * `exists: false`.
 */
export function compileLeaf(pattern: unknown, path: string): LeafTest {
  if (pattern === null || typeof pattern !== 'object') {
    if (pattern === null || ['string', 'number', 'boolean'].includes(typeof pattern))
      return (value) => value === pattern;
    throw new PatternError(`${path}: got ${typeof pattern}, a value or an operator is expected`);
  }
  const [[operator, operand] = [], ...others] = Object.entries(pattern);
  if (operator === undefined || Array.isArray(pattern) || others.length > 0)
    throw new PatternError(`${path}: an object in a list of values must have exactly one operator`);
  const compile = OPERATORS[operator];
  if (compile === undefined)
    throw new PatternError(`${path}: unknown operator ${operator}, known are ${Object.keys(OPERATORS).join(', ')}`);
  return compile(operand, `${path}.${operator}`);
}

const OPERATORS: Readonly<Record<string, (operand: unknown, path: string) => LeafTest>> = {
  exists(operand, path) {
    if (typeof operand !== 'boolean') throw new PatternError(`${path} must be true or false`);
    return (value) => (value !== undefined) === operand;
  },
  prefix: affix((text, wanted) => text.startsWith(wanted)),
  suffix: affix((text, wanted) => text.endsWith(wanted)),
  'equals-ignore-case': (operand, path) => ignoringCase(string(operand, path)),
  wildcard(operand, path) {
    const matches = compileWildcard(string(operand, path), path);
    return (value) => typeof value === 'string' && matches(value);
  },
  numeric,
  cidr,
  'anything-but': anythingBut,
};

/** A string, or `{"equals-ignore-case": string}`. */
function affix(holds: (text: string, wanted: string) => boolean) {
  return (operand: unknown, path: string): LeafTest => {
    if (operand !== null && typeof operand === 'object' && Object.keys(operand).join() === 'equals-ignore-case') {
      const wanted = string((operand as Record<string, unknown>)['equals-ignore-case'], path).toLowerCase();
      return (value) => typeof value === 'string' && holds(value.toLowerCase(), wanted);
    }
    const wanted = string(operand, path);
    return (value) => typeof value === 'string' && holds(value, wanted);
  };
}

function ignoringCase(wanted: string): LeafTest {
  return (value) => typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
}

/** Event Ruler compares no number beyond it. */
const LARGEST_NUMBER = 5e9;

/** `["=", n]`, one bound, or a lower and an upper bound. */
function numeric(operand: unknown, path: string): LeafTest {
  const terms = Array.isArray(operand) ? (operand as unknown[]) : [];
  const [lower, low, upper, high] = terms;
  const shape = terms.map((term) => (typeof term === 'number' ? 'n' : term)).join(' ');
  if (!/^(?:(?:=|<|<=|>|>=) n|(?:>|>=) n (?:<|<=) n)$/.test(shape))
    throw new PatternError(
      `${path}: got ${JSON.stringify(operand)}, an operator and a number, or a lower and an upper bound are expected`,
    );
  if (terms.length === 4 && Number(low) >= Number(high))
    throw new PatternError(`${path}: the lower bound must be below the upper one`);
  if (terms.some((term) => typeof term === 'number' && Math.abs(term) > LARGEST_NUMBER))
    throw new PatternError(`${path}: numbers from -5.0e9 to 5.0e9 are compared, got ${JSON.stringify(operand)}`);
  const bounds =
    terms.length === 2
      ? [[lower, low]]
      : [
          [lower, low],
          [upper, high],
        ];
  return (value) =>
    typeof value === 'number' &&
    Math.abs(value) <= LARGEST_NUMBER &&
    bounds.every(([operator, bound]) => compare(value, operator, Number(bound)));
}

function compare(value: number, operator: unknown, bound: number): boolean {
  if (operator === '=') return value === bound;
  if (operator === '<') return value < bound;
  if (operator === '<=') return value <= bound;
  return operator === '>' ? value > bound : value >= bound;
}

function cidr(operand: unknown, path: string): LeafTest {
  const [address = '', length = ''] = string(operand, path).split('/');
  const family = isIP(address);
  const bits = Number(length);
  if (family === 0 || !/^\d+$/.test(length) || bits > (family === 4 ? 32 : 128))
    throw new PatternError(`${path}: got ${String(operand)}, an address and a prefix length are expected`);
  const block = new BlockList();
  block.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return (value) =>
    typeof value === 'string' && isIP(value) === family && block.check(value, family === 4 ? 'ipv4' : 'ipv6');
}

/** The wildcards in one entry of a list of values that compiles. */
export function wildcardsIn(pattern: unknown): WildcardTerm {
  const { wildcard, 'anything-but': but } = Object(pattern) as Partial<Record<'wildcard' | 'anything-but', unknown>>;
  if (but !== undefined) return wildcardsIn(but);
  return [wildcard ?? []].flat() as string[];
}

/**
 * Any value but those named: strings, numbers, or what prefix, suffix, wildcard and equals-ignore-case match. The field
 * must be there; null is a value like another, so it matches (recorded on AWS).
 */
function anythingBut(operand: unknown, path: string): LeafTest {
  if (operand !== null && typeof operand === 'object' && !Array.isArray(operand)) {
    const [[operator, wanted] = [], ...others] = Object.entries(operand);
    const compile = OPERATORS[operator ?? ''];
    if (
      others.length > 0 ||
      operator === undefined ||
      compile === undefined ||
      !['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(operator)
    ) {
      throw new PatternError(
        `${path}: got ${Object.keys(operand).join(', ')}; prefix, suffix, wildcard or equals-ignore-case is expected`,
      );
    }
    const tests = (Array.isArray(wanted) ? (wanted as unknown[]) : [wanted]).map((each) => {
      // Affixes of no text, and without regard to case, are taken only outside of anything-but (recorded on AWS).
      if (string(each, `${path}.${operator}`) === '' && operator.endsWith('fix'))
        throw new PatternError(`${path}.${operator}: an empty string is not allowed`);
      return compile(each, `${path}.${operator}`);
    });
    if (tests.length === 0) throw new PatternError(`${path}: an empty list`);
    return (value) => value !== undefined && !tests.some((test) => test(value));
  }
  const values = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  const types = new Set(values.map((value) => typeof value));
  if (types.size !== 1 || !(types.has('string') || types.has('number')))
    throw new PatternError(`${path}: a string or number, or a list of only strings or only numbers is expected`);
  return (value) => value !== undefined && !values.includes(value);
}

function string(operand: unknown, path: string): string {
  if (typeof operand !== 'string')
    throw new PatternError(`${path}: got ${JSON.stringify(operand)}, a string is expected`);
  return operand;
}
