import { isDeepStrictEqual } from 'node:util';
import { resolve, type Scope } from './intrinsics.ts';
import { TemplateError } from './problems.ts';

/**
 * The values of the Conditions section. They may use parameters, mappings and one another, never resources.
 * @throws TemplateError for functions that are no condition, names nobody knows, and conditions that go round in
 * circles
 */
export function conditionEvaluator(
  conditions: Readonly<Record<string, unknown>>,
  scopeOf: (condition: (name: string) => boolean) => Scope,
): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const underWay = new Set<string>();
  const scope = scopeOf(condition);

  function condition(name: string): boolean {
    const value = known.get(name);
    if (value !== undefined) return value;
    if (!Object.hasOwn(conditions, name)) throw new TemplateError(`Conditions.${name}`, 'is not in the template');
    if (underWay.has(name)) throw new TemplateError(`Conditions.${name}`, 'depends on itself');
    underWay.add(name);
    const result = holds(conditions[name], scope, `Conditions.${name}`);
    known.set(name, result);
    return result;
  }

  return condition;
}

/**
 * Whether an expression of condition functions is true.
 * @throws TemplateError for any other function
 */
export function holds(expression: unknown, scope: Scope, where: string): boolean {
  const [entry, more] = typeof expression === 'object' && expression !== null ? Object.entries(expression) : [];
  if (entry === undefined || more !== undefined)
    throw new TemplateError(where, `expected one condition function, got ${JSON.stringify(expression)}`);
  const [name, argument] = entry as [string, unknown];
  if (name === 'Condition') return scope.condition(String(argument));
  const operands = Array.isArray(argument) ? (argument as unknown[]) : [];
  const every = () => operands.map((operand) => holds(operand, scope, where));
  if (name === 'Fn::And') return every().every(Boolean);
  if (name === 'Fn::Or') return every().some(Boolean);
  if (name === 'Fn::Not' && operands.length === 1) return !every()[0];
  if (name === 'Fn::Equals' && operands.length === 2)
    return isDeepStrictEqual(resolve(operands[0], scope, where), resolve(operands[1], scope, where));
  throw new TemplateError(
    where,
    `${name} is not a condition function of the local cloud, or has a wrong number of operands`,
  );
}
