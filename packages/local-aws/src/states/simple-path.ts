/** Answers an expression without JSONata, or undefined where only JSONata knows. */
export type SimplePath = (bindings: Readonly<Record<string, unknown>>) => unknown;

const PATH = /^\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const OPERATORS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

/**
 * Most expressions of a machine are paths such as `$states.result.Payload`, and JSONata takes ten times as long
 * for one as for walking it. Walked is only what means the same in both: own members of objects. Lists, which
 * JSONata maps over and unwraps, functions, and whatever is missing are left to it.
 */
export function simplePath(expression: string): SimplePath | undefined {
  if (!PATH.test(expression)) return undefined;
  const names = expression.slice(1).split('.');
  if (names.some((name) => OPERATORS.has(name))) return undefined;
  return (bindings) => {
    let value: unknown = bindings;
    for (const name of names) {
      if (value === null || typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name))
        return undefined;
      value = (value as Record<string, unknown>)[name];
    }
    return Array.isArray(value) || typeof value === 'function' ? undefined : value;
  };
}
