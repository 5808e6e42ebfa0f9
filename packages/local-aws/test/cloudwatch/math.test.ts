import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateMath } from '../../src/cloudwatch/math/evaluate.ts';
import { parseMath } from '../../src/cloudwatch/math/parse.ts';
import { MathError, type Series } from '../../src/cloudwatch/math/syntax.ts';

const _ = undefined;

function evaluate(text: string, series: Record<string, Series> = { m: [1] }): Series {
  return evaluateMath(parseMath(text), (id) => {
    const found = series[id];
    if (found === undefined) throw new MathError(`unknown id ${id}`);
    return found;
  });
}

describe('metric math', () => {
  // Examples of "Using metric math" in the CloudWatch user guide.
  it.each<[string, Record<string, Series>, Series]>([
    ['metric1 < metric2', { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] }, [0, 0, 1, 0]],
    ['metric1 >= 30', { metric1: [30, 20, 0, 0] }, [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] }, [1, 0, 0, 0]],
    [
      'IF(metric1, metric2, metric3)',
      { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] },
      [30, 0, 20, _, _],
    ],
    ['IF(metric1, 5, metric3)', { metric1: [1, 1, 0, 0, _], metric3: [0, 0, 20, _, 20] }, [5, 5, 20, _, _]],
    ['IF(metric1, metric2, 5)', { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30] }, [30, 0, 5, 5, _]],
    ['IF(metric1<400, metric1)', { metric1: [399, 400, _] }, [399, _, _]],
    ['m1-AVG(m1)', { m1: [1, 2, 3] }, [-1, 0, 1]],
    ['SUM([m1,m2])', { m1: [1, _, _], m2: [2, 3, _] }, [3, 3, _]],
    ['MAX(m1)/m1', { m1: [4, 2, 0] }, [1, 2, _]],
    ['-5*m1', { m1: [2] }, [-10]],
    ['FILL(m1, 10)', { m1: [_, 1, _] }, [10, 1, 10]],
    ['FILL(m1, REPEAT)', { m1: [_, 1, _] }, [_, 1, 1]],
    ['FILL(m1, MIN(m1))', { m1: [3, _, 2] }, [3, 2, 2]],
  ])('%s', (text, series, expected) => {
    expect(evaluate(text, series)).toEqual(expected);
  });

  it('works out an error rate with a floor of requests: no rate below it, no errors counted as none', () => {
    const req = [19, 20, 40, 40, _];
    const err = [19, 20, 10, _, _];
    expect(evaluate('IF(req >= 20, 100 * FILL(err,0) / req, 0)', { req, err })).toEqual([0, 100, 25, 0, _]);
  });

  it('counts errors only where they are more than a share of the requests; periods without data as none', () => {
    const req = [1000, 1000, 100, _, _];
    const err = [50, 51, 6, 3, _];
    expect(evaluate('IF(100 * FILL(err,0) > 5 * FILL(req,0), FILL(err,0), 0)', { req, err })).toEqual([0, 51, 6, 3, 0]);
  });

  it.each([
    ['m + 2 * 3', [7]],
    ['(m + 2) * 3', [9]],
    ['m - 2 - 3', [-4]],
    ['-m + 2', [1]],
    ['m + 1 == 2 || 0', [1]],
    ['0 == 1 OR m AND m != 1', [0]],
    ['8 / 2 / 2 * m', [2]],
    ['m / 0', [_]],
    ['1 / (MAX(m) - 1) + m', [_]],
    ['1 / 0 == 0 OR m', [_]],
    ['1.5e2 * m', [150]],
  ] as const)('%s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it.each([
    ['SEARCH(m)', /unknown function SEARCH/],
    ['FILL(m, LINEAR)', /unknown function LINEAR/],
    ['METRICS()', /unknown function METRICS/],
    ['other + 1', /unknown id other/],
    ['m +', /ends where a value is expected/],
    ['(m', /ends where '\)' is expected/],
    ['m m', /got 'm' where an operator or the end is expected, at character 3/],
    ['m % 2', /got '%'/],
    ['1 + 2', /single number/],
    ['[m, m]', /several time series/],
    ['IF(m)', /two or three arguments/],
    ['SUM(m, m)', /as an array/],
    ['sum(m)', /got '\('/],
  ])('rejects %s', (text, message) => {
    expect(() => evaluate(text)).toThrow(message);
  });

  it('reads back any arithmetic that is written out in full', () => {
    const tree = fc.letrec<{ node: { text: string; value: number } }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 0, max: 99 }).map((value) => ({ text: String(value), value })),
        fc.tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node')).map(([left, operator, right]) => ({
          text: `(${left.text} ${operator} ${right.text})`,
          value:
            operator === '+'
              ? left.value + right.value
              : operator === '-'
                ? left.value - right.value
                : left.value * right.value,
        })),
      ),
    }));
    fc.assert(
      fc.property(tree.node, ({ text, value }) => {
        expect(evaluate(`m * ${text}`)).toEqual([value]);
      }),
    );
  });
});
