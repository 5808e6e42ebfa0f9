import { PatternError } from './pattern-error.ts';

export const ANY = Symbol('*');
export type Token = string | typeof ANY;

/**
 * The characters of a wildcard: `*` stands for any, `\*` and `\\` for themselves.
 *
 * @throws PatternError
 */
export function tokensOf(pattern: string, path: string): readonly Token[] {
  if (/\\[^*\\]|(?<!\\)(?:\\\\)*\\$/.test(pattern)) throw new PatternError(`${path}: only * and \\ can be escaped`);
  const tokens = Array.from(pattern.matchAll(/\\.|[^\\]/gs), ([token]) => (token === '*' ? ANY : (token.at(-1) ?? '')));
  if (tokens.some((token, i) => token === ANY && tokens[i + 1] === ANY))
    throw new PatternError(`${path}: consecutive wildcards are not allowed`);
  return tokens;
}

/** @throws PatternError for a wrong escape or two `*` in a row */
export function compileWildcard(pattern: string, path: string): (text: string) => boolean {
  const parts = [''];
  for (const token of tokensOf(pattern, path)) {
    if (token === ANY) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${token}`);
  }
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  return (text) => {
    if (!text.startsWith(first)) return false;
    if (last === undefined) return text === first;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
