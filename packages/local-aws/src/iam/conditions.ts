import type { Context } from '../core/access.ts';
import { arnLike, like } from './match.ts';

type Test = (actual: string, wanted: string) => boolean;

const equal: Test = (actual, wanted) => actual === wanted;
const sameLetters: Test = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();

interface Operator {
  readonly test: Test;
  /** Holds when none of the wanted values passes the test, and for a key without a value. */
  readonly negated?: true;
}

/** From "IAM JSON policy elements: Condition operators". ArnEquals and ArnLike behave identically there. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { test: equal },
  StringNotEquals: { test: equal, negated: true },
  StringEqualsIgnoreCase: { test: sameLetters },
  StringNotEqualsIgnoreCase: { test: sameLetters, negated: true },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: arnLike },
  ArnNotEquals: { test: arnLike, negated: true },
  ArnLike: { test: arnLike },
  ArnNotLike: { test: arnLike, negated: true },
  Bool: { test: sameLetters },
};

/**
 * The condition keys for which the local cloud has a value, in lower case; true for those with several values at once.
 */
const KEYS: Readonly<Record<string, boolean>> = {
  'aws:principalaccount': false,
  'aws:principalarn': false,
  'aws:requestedregion': false,
  'aws:resourceaccount': false,
  'aws:securetransport': false,
  'aws:sourceaccount': false,
  'aws:sourcearn': false,
  'cloudwatch:namespace': false,
  'dynamodb:leadingkeys': true,
  'events:source': false,
  'kms:viaservice': false,
  's3:resourceaccount': false,
  'sts:externalid': false,
  'vpc-lattice:targetgrouparns': true,
};

type Quantifier = 'ForAllValues' | 'ForAnyValue';

interface Comparison {
  readonly quantifier?: Quantifier;
  readonly name: string;
  readonly ifExists: boolean;
}

/** `ForAllValues:StringLikeIfExists` in its parts. */
function readOperator(text: string): Comparison {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w*?)(IfExists)?$/.exec(text) ?? [];
  return {
    ...(quantifier !== undefined && { quantifier: quantifier as Quantifier }),
    name,
    ifExists: ifExists !== undefined,
  };
}

/** Why the local cloud cannot evaluate a comparison; undefined when it can. */
export function operatorProblem(text: string): string | undefined {
  const { name, ifExists } = readOperator(text);
  if (Object.hasOwn(OPERATORS, name) || (name === 'Null' && !ifExists)) return undefined;
  return (
    `the local cloud does not evaluate the condition operator ${text}; it evaluates ` +
    `${[...Object.keys(OPERATORS), 'Null'].join(', ')}, with ForAllValues:, ForAnyValue: and IfExists`
  );
}

/** Why the local cloud cannot evaluate a condition key under an operator; undefined when it can. */
export function keyProblem(operator: string, key: string): string | undefined {
  const several = KEYS[key.toLowerCase()];
  if (several === undefined)
    return `the local cloud has no value for the condition key ${key}; it has ${Object.keys(KEYS).join(', ')}`;
  const { quantifier, name } = readOperator(operator);
  if (several && quantifier === undefined && name !== 'Null')
    return `the condition key ${key} has several values: ${operator} needs ForAllValues: or ForAnyValue: before it`;
  return undefined;
}

/**
 * One line of a condition: whether a key's values satisfy an operator. Several wanted values are alternatives;
 * ForAllValues holds for no value at all, ForAnyValue does not.
 */
export function holds(operator: string, key: string, wanted: readonly string[], context: Context): boolean {
  const { quantifier, name, ifExists } = readOperator(operator);
  const value = context[key.toLowerCase()];
  const actual = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  if (name === 'Null') return wanted.some((text) => (text.toLowerCase() === 'true') === (actual.length === 0));
  const comparing: Operator = OPERATORS[name] ?? { test: () => false };
  if (actual.length === 0)
    return ifExists || quantifier === 'ForAllValues' || (comparing.negated === true && quantifier === undefined);
  return quantifier === 'ForAnyValue'
    ? actual.some((each) => passes(comparing, each, wanted))
    : actual.every((each) => passes(comparing, each, wanted));
}

function passes({ test, negated }: Operator, actual: string, wanted: readonly string[]): boolean {
  return wanted.some((text) => test(actual, text)) !== (negated === true);
}
