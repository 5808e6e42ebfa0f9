import { parseAst } from 'vitest/node';

/** One file that another names to load it, or for its types. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/**
 * Every import of a module, in order: `import`, `import type`, `export … from`, `import()`, `import x = require()`,
 * `import('…')` in a type, and `new URL('…', import.meta.url)`. What is put together at run time is not seen.
 * @param text TypeScript or JavaScript
 * @throws Error where it cannot be parsed
 */
export function importsOf(text: string): readonly Import[] {
  const found: { readonly specifier: string; readonly start: number }[] = [];
  visit(parseAst(text, { lang: 'ts' }), (node) => {
    const specifier = node.type === 'NewExpression' ? besideThisFile(node) : textOf(sourceOf(node));
    if (specifier !== undefined) found.push({ specifier, start: node.start });
  });
  return found.map(({ specifier, start }) => ({ specifier, line: text.slice(0, start).split('\n').length }));
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) return value.forEach((each) => visit(each, see));
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) see(value);
  Object.values(value).forEach((each) => visit(each, see));
}

const isNode = (value: object): value is Node => 'type' in value && 'start' in value;

/** What a node names, if it is one of those that load something. */
function sourceOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node['source'];
    case 'TSExternalModuleReference':
      return node['expression'];
    default:
      return undefined;
  }
}

/** Of `new URL('page/', import.meta.url)` the path: `./page/`. */
function besideThisFile({ callee, arguments: args }: Node): string | undefined {
  const [path, base] = Array.isArray(args) ? (args as readonly Node[]) : [];
  if ((callee as Node)['name'] !== 'URL' || base?.type !== 'MemberExpression') return undefined;
  const text = (base['object'] as Node).type === 'MetaProperty' ? textOf(path) : undefined;
  return text === undefined || text.startsWith('.') ? text : `./${text}`;
}

/** The text of a literal, or of a template in which nothing is put. */
function textOf(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null) return undefined;
  const { value, quasis } = source as {
    readonly value?: unknown;
    readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
  };
  if (typeof value === 'string') return value;
  return quasis?.length === 1 ? quasis[0]?.value.cooked : undefined;
}
