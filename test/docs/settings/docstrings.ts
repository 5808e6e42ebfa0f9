import { readText } from '../pages.ts';

/** What a comment says of one field: its prose, and what follows `@default`. */
export interface Docstring {
  readonly words: string;
  readonly byDefault: string | undefined;
}

/**
 * The comments of the fields of one declaration, by name: `/** … *\/ name:`, `readonly name?:` and `name,`.
 * @param path of the source, from the project's folder
 * @param declared such as `export const planSchema`
 */
export function docstringsOf(path: string, declared: string): ReadonlyMap<string, Docstring> {
  const [, after] = readText(path).split(`${declared} `);
  if (after === undefined) throw new Error(`${path} does not declare ${declared}`);
  const [block = ''] = after.split(/\n(?:export|function) /);
  return new Map(
    [...block.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+(?:readonly )?(\w+)\??[:,]/g)].map(
      ([, comment = '', name = '']) => [name, read(comment)],
    ),
  );
}

function read(comment: string): Docstring {
  const text = comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .trim();
  const [words = '', byDefault] = text.split(/\s*@default (?:- )?/);
  return { words: words.trim(), byDefault: byDefault?.trim() };
}
