import { type Expression, type FunctionName, MathError, type Series, type Value } from './syntax.ts';

type Evaluate = (expression: Expression) => Value;

/** Calls a function of metric math; the arguments are evaluated here because FILL takes a word among them. */
export function callFunction(name: FunctionName, args: readonly Expression[], evaluate: Evaluate): Value {
  switch (name) {
    case 'IF':
      return choose(args, evaluate);
    case 'FILL':
      return fill(args, evaluate);
    case 'SUM':
      return reduce(name, args, evaluate, (values) => values.reduce((sum, value) => sum + value, 0));
    case 'MIN':
      return reduce(name, args, evaluate, (values) => Math.min(...values));
    case 'MAX':
      return reduce(name, args, evaluate, (values) => Math.max(...values));
    case 'AVG':
      return reduce(name, args, evaluate, (values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  }
}

/**
 * IF(condition, then, else?). A point is dropped where the condition has none, and where it is false and `else` has
 * none; where it is true and `then` has none the point is 0.
 */
function choose(args: readonly Expression[], evaluate: Evaluate): Value {
  const [condition, then, otherwise] = args;
  if (condition === undefined || then === undefined || args.length > 3)
    throw new MathError(`IF takes two or three arguments, got ${args.length}`);
  const test = evaluate(condition);
  const yes = evaluate(then);
  const no = otherwise === undefined ? undefined : evaluate(otherwise);
  if (typeof test === 'number') {
    const chosen = test !== 0 ? yes : no;
    if (chosen !== undefined) return chosen;
    if (typeof yes === 'number')
      throw new MathError('IF with a number as condition needs a time series to choose from');
    return { series: 'series' in yes ? yes.series.map(() => undefined) : [] };
  }
  if ('array' in test) throw new MathError('IF takes no array of time series as condition');
  return {
    series: test.series.map((value, index) => {
      if (value === undefined) return undefined;
      return value !== 0 ? (pointOf(yes, index) ?? 0) : pointOf(no, index);
    }),
  };
}

function pointOf(value: Value | undefined, index: number): number | undefined {
  if (typeof value !== 'object') return value;
  if ('array' in value) throw new MathError('IF takes no array of time series');
  return value.series[index];
}

/** FILL(series, number | series | REPEAT): a value where there is none. REPEAT takes the one before it. */
function fill(args: readonly Expression[], evaluate: Evaluate): Value {
  const [subject, filler] = args;
  if (subject === undefined || filler === undefined || args.length > 2)
    throw new MathError(`FILL takes two arguments, got ${args.length}`);
  const value = evaluate(subject);
  if (typeof value === 'number') throw new MathError('FILL takes a time series, got a number');
  const fillSeries = filler.kind === 'repeat' ? repeat : fillWith(evaluate(filler));
  return 'array' in value ? { array: value.array.map(fillSeries) } : { series: fillSeries(value.series) };
}

function fillWith(filler: Value): (series: Series) => Series {
  if (typeof filler === 'number') return (series) => series.map((value) => value ?? filler);
  if ('array' in filler) throw new MathError('FILL takes no array of time series as filler');
  return (series) => series.map((value, index) => value ?? filler.series[index]);
}

function repeat(series: Series): Series {
  let last: number | undefined;
  return series.map((value) => (last = value ?? last));
}

/** Of a time series one number; of an array of time series one series, point by point over those that have one. */
function reduce(
  name: FunctionName,
  args: readonly Expression[],
  evaluate: Evaluate,
  of: (values: readonly number[]) => number,
): Value {
  const [argument] = args;
  if (argument === undefined || args.length > 1)
    throw new MathError(`${name} takes one argument, got ${args.length}: write several series as an array, [m1, m2]`);
  const value = evaluate(argument);
  if (typeof value === 'number') throw new MathError(`${name} takes time series, got a number`);
  if ('series' in value) {
    const values = present(value.series);
    return values.length > 0 ? of(values) : 0;
  }
  const longest = Math.max(0, ...value.array.map((series) => series.length));
  return {
    series: Array.from({ length: longest }, (_, index) => {
      const values = present(value.array.map((series) => series[index]));
      return values.length > 0 ? of(values) : undefined;
    }),
  };
}

function present(values: Series): number[] {
  return values.filter((value) => value !== undefined);
}
