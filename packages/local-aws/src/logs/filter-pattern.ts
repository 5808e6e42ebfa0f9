/** Whether a line that is JSON matches; its fields are read as they are. */
export type LineTest = (line: Readonly<Record<string, unknown>>) => boolean;

/** `$.field = "text*"` or `$.field >= 500`. */
const CLAUSE = /^\$\.(\w+) (?:(=) "([^"]*)"|(>=) (\d+))$/;

/**
 * The forms of CloudWatch Logs' filter patterns for JSON that are understood here: one comparison of a field with a
 * text, in which `*` stands for anything, or with a number; or several in parentheses with `&&` between ("Filter
 * pattern syntax for metric filters").
 * @throws Error with the pattern and the forms there are
 */
export function filterPattern(pattern: string): LineTest {
  const [, inner] = /^\{ (.*) \}$/.exec(pattern) ?? [];
  const clauses = inner === undefined ? [] : (/^\((.*)\)$/.exec(inner)?.[1]?.split(') && (') ?? [inner]);
  const tests = clauses.map(testOf);
  if (tests.length === 0 || tests.includes(undefined))
    throw new Error(
      `filter pattern ${pattern} is not understood here; expected { $.field = "text*" }, { $.field >= 500 }, or ` +
        'several of these as in { ($.a = "b") && ($.c >= 1) }',
    );
  return (line) => tests.every((test) => test?.(line) === true);
}

function testOf(clause: string): LineTest | undefined {
  const [, field, , text, , least] = CLAUSE.exec(clause) ?? [];
  if (field === undefined) return undefined;
  if (text === undefined) return ({ [field]: value }) => typeof value === 'number' && value >= Number(least);
  const parts = text.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  const form = new RegExp(`^${parts.join('.*')}$`, 's');
  return ({ [field]: value }) => typeof value === 'string' && form.test(value);
}
