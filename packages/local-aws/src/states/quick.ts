/** A node of the tree that JSONata makes of an expression. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly [part: string]: unknown;
}

/** What reads its arguments once or twice, and makes nothing that is much larger. */
const QUICK_FUNCTIONS: ReadonlySet<unknown> = new Set(
  (
    'abs append average base64decode base64encode boolean ceil contains count exists floor hash join keys length ' +
    'lookup lowercase max merge millis min not now number parse power random replace reverse round split sqrt ' +
    'string substring substringAfter substringBefore sum trim type uppercase uuid'
  ).split(' '),
);

/** Predicates, groupings, sorting and bindings of a step: all go through what they stand at once for each item. */
const STEP_PARTS = ['predicate', 'stages', 'group', 'focus', 'index'] as const;

/**
 * Whether an expression takes no longer than reading what it is given takes: paths of names, comparisons, arithmetic,
 * conditions, structures, and functions of the list above. What has a regular expression, a function of its own, a
 * range, or goes through items may take for ever.
 * @param node as `jsonata(text).ast()` has it
 */
export function isQuick(node: unknown): boolean {
  const { type, ...parts } = node as Node;
  if (STEP_PARTS.some((part) => parts[part] !== undefined)) return false;
  const all = (...nodes: readonly unknown[]) => nodes.every((each) => each === undefined || isQuick(each));
  switch (type) {
    case 'name':
    case 'number':
    case 'string':
    case 'value':
    case 'variable':
      return true;
    case 'path': {
      const [first, ...names] = parts['steps'] as readonly Node[];
      return all(first) && names.every((step) => step.type === 'name' && isQuick(step));
    }
    case 'binary':
      return parts.value !== '..' && all(parts['lhs'], parts['rhs']);
    case 'unary':
      if (parts.value === '[') return all(...(parts['expressions'] as readonly unknown[]));
      return parts.value === '{' ? all(...(parts['lhs'] as readonly unknown[]).flat()) : all(parts['expression']);
    case 'bind':
      return all(parts['rhs']);
    case 'block':
      return all(...(parts['expressions'] as readonly unknown[]));
    case 'condition':
      return all(parts['condition'], parts['then'], parts['else']);
    case 'function':
      return isQuickFunction(parts['procedure'] as Node) && all(...(parts['arguments'] as readonly unknown[]));
    default:
      return false;
  }
}

function isQuickFunction({ type, value }: Node): boolean {
  return type === 'variable' && QUICK_FUNCTIONS.has(value);
}
