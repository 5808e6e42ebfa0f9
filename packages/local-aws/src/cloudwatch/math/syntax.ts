/** Operators of metric math by how tightly they bind; the documentation gives no order, so the usual one is used. */
export const PRECEDENCE = {
  OR: 1,
  '||': 1,
  AND: 2,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
} as const;

export type Operator = keyof typeof PRECEDENCE;

/** Functions that are known; any other is refused by name when the alarm is created. */
export const FUNCTIONS = ['IF', 'FILL', 'MIN', 'MAX', 'SUM', 'AVG'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'id'; readonly id: string }
  /** The only bare word there is: the filler of FILL that repeats the last value. */
  | { readonly kind: 'repeat' }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] };

/** One value for each period, the oldest first; undefined where there is none. */
export type Series = readonly (number | undefined)[];
/** What an expression stands for: a number, a time series, or an array of time series. */
export type Value = number | { readonly series: Series } | { readonly array: readonly Series[] };

/** An expression that cannot be understood, or that asks for something that is not there. */
export class MathError extends Error {
  override readonly name = 'MathError';
}
