import type jsonata from 'jsonata';

/** What an expression sees: `states` and the variables. */
export type Bindings = Readonly<Record<string, unknown>>;

/** How the evaluation of an expression ended. */
export type Outcome =
  /** With a value as JSON carries it. */
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'nothing' }
  /** With something that JSON does not have: a function, an infinity. */
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'threw'; readonly why: string };

/** Runaway recursion ends as a query evaluation error; AWS bounds it too, without a published figure. */
export const GUARDS = { timeout: 5_000, stack: 500 };
/** Of memory, where an expression is evaluated in a process of its own. */
export const MOST_MEGABYTES = 512;

/** Never rejects. */
export async function outcomeOf(expression: jsonata.Expression, bindings: Bindings): Promise<Outcome> {
  try {
    const result: unknown = await expression.evaluate(undefined, bindings);
    return result === undefined ? { kind: 'nothing' } : { kind: 'value', value: plain(result) };
  } catch (error) {
    if (error instanceof UnsupportedResult) return { kind: 'unsupported', type: error.message };
    return { kind: 'threw', why: describe(error) };
  }
}

/** A JSONata error by its code. */
export function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message) : `${code}: ${message}`;
}

class UnsupportedResult extends Error {}

/**
 * The value as JSON carries it. JSONata marks the arrays it makes with properties of their own, which would
 * change how the next expression reads them; only those are copied.
 * @throws UnsupportedResult
 */
function plain(value: unknown): unknown {
  if (typeof value === 'function') throw new UnsupportedResult('function');
  // JSON has no infinity: what 1 / 0 gives would turn into null.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new UnsupportedResult(String(value));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return Object.keys(value).length === value.length && items.every((item, index) => item === value[index])
      ? value
      : items;
  }
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) throw new UnsupportedResult('function');
  let copy: Record<string, unknown> | undefined;
  for (const [key, item] of Object.entries(value)) {
    const kept = plain(item);
    if (kept === item) continue;
    copy ??= { ...(value as Record<string, unknown>) };
    copy[key] = kept;
  }
  return copy ?? value;
}
