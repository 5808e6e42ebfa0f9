import { callFunction } from './functions.ts';
import { type Expression, MathError, type Operator, type Series, type Value } from './syntax.ts';

/**
 * Works out an expression over time series of one length, by the rules of CloudWatch's metric math: in arithmetic and
 * comparisons a value missing in one of two series counts as 0, a division by zero drops the point.
 *
 * @param lookup the series of a metric or expression it names; throws MathError when there is none
 * @throws MathError when its result is not a single time series
 */
export function evaluateMath(expression: Expression, lookup: (id: string) => Series): Series {
  const value = evaluate(expression, lookup);
  if (typeof value === 'number') throw new MathError('the expression gives a single number, a time series is needed');
  if ('array' in value) throw new MathError('the expression gives several time series, one is needed');
  return value.series;
}

function evaluate(expression: Expression, lookup: (id: string) => Series): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'id':
      return { series: lookup(expression.id) };
    case 'repeat':
      throw new MathError('REPEAT is only understood as the second argument of FILL');
    case 'negate':
      return combine('-', 0, evaluate(expression.operand, lookup));
    case 'binary':
      return combine(expression.operator, evaluate(expression.left, lookup), evaluate(expression.right, lookup));
    case 'array':
      return { array: expression.items.map((item) => seriesOf(evaluate(item, lookup), 'an array')) };
    case 'call':
      return callFunction(expression.name, expression.args, (argument) => evaluate(argument, lookup));
  }
}

/** The one series that a value must be, for what accepts nothing else. */
function seriesOf(value: Value, where: string): Series {
  if (typeof value === 'number' || 'array' in value) throw new MathError(`${where} takes time series only`);
  return value.series;
}

function combine(operator: Operator, left: Value, right: Value): Value {
  if (typeof left === 'object' && 'array' in left)
    return { array: left.array.map((series) => seriesOf(combine(operator, { series }, right), operator)) };
  if (typeof right === 'object' && 'array' in right)
    return { array: right.array.map((series) => seriesOf(combine(operator, left, { series }), operator)) };
  // A number divided by zero is no number, and every point worked out with it is dropped.
  if (typeof left === 'number' && typeof right === 'number') return apply(operator, left, right) ?? NaN;
  if (typeof left === 'number')
    return {
      series: seriesOf(right, operator).map((value) =>
        value === undefined ? undefined : apply(operator, left, value),
      ),
    };
  if (typeof right === 'number')
    return { series: left.series.map((value) => (value === undefined ? undefined : apply(operator, value, right))) };
  const others = right.series;
  return {
    series: left.series.map((value, index) => {
      const other = others[index];
      return value === undefined && other === undefined ? undefined : apply(operator, value ?? 0, other ?? 0);
    }),
  };
}

/** Truth is 1 and 0. Undefined when there is no result: a division by zero. */
function apply(operator: Operator, left: number, right: number): number | undefined {
  const result = calculate(operator, left, right);
  return Number.isFinite(result) ? result : undefined;
}

function calculate(operator: Operator, left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return NaN;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '<=':
      return Number(left <= right);
    case '>':
      return Number(left > right);
    case '>=':
      return Number(left >= right);
    case 'AND':
    case '&&':
      return Number(left !== 0 && right !== 0);
    case 'OR':
    case '||':
      return Number(left !== 0 || right !== 0);
  }
}
