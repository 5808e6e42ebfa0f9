/**
 * Whether some ARN fits both: the pattern of a policy, in which `*` stands for anything, and the form of a kind of
 * resource, in which `${Name}` stands for one name. A name has no colon; it has no slash either unless its kind does.
 *
 * @param form as the service authorization reference writes it, such as
 * `arn:${Partition}:sns:${Region}:${Account}:${TopicName}`
 */
export function fitsForm(pattern: string, form: string): boolean {
  return meet(pattern.split(''), 0, partsOf(form), 0, new Map());
}

/** Names that may hold slashes, by what their form calls them. */
const WITH_SLASHES: ReadonlySet<string> = new Set(['LogGroupName', 'LogStreamName', 'AlarmName', 'RequestPath']);

/** One letter, or one letter or more of a name, whose letters are those that this allows. */
type Part = string | { readonly allows: RegExp };

const ANY_BUT_COLON = /[^:]/;
const ANY_BUT_COLON_AND_SLASH = /[^:/]/;

function partsOf(form: string): Part[] {
  return form
    .split(/(\$\{[^}]+\})/)
    .flatMap((text): Part[] =>
      text.startsWith('${')
        ? [{ allows: WITH_SLASHES.has(text.slice(2, -1)) ? ANY_BUT_COLON : ANY_BUT_COLON_AND_SLASH }]
        : text.split(''),
    );
}

/** Whether what is left of both, from letter `p` of the pattern and part `f` of the form, can be the same text. */
function meet(pattern: readonly string[], p: number, form: readonly Part[], f: number, known: Map<string, boolean>) {
  const key = `${p} ${f}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  known.set(key, false);
  const answer = meetAnew(pattern, p, form, f, known);
  known.set(key, answer);
  return answer;
}

function meetAnew(
  pattern: readonly string[],
  p: number,
  form: readonly Part[],
  f: number,
  known: Map<string, boolean>,
): boolean {
  const letter = pattern[p];
  const part = form[f];
  if (letter === undefined) return part === undefined;
  const next = (dp: number, df: number) => meet(pattern, p + dp, form, f + df, known);
  // A star is nothing more, or takes a part, of a name as much as it likes.
  if (letter === '*') return next(1, 0) || (part !== undefined && (next(0, 1) || next(1, 1)));
  if (part === undefined) return false;
  if (typeof part === 'string') return letter === part && next(1, 1);
  // A name takes the letter and ends, or goes on.
  return part.allows.test(letter) && (next(1, 1) || next(1, 0));
}
