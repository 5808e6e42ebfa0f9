import { describe, expect, it } from 'vitest';
import { assignedOnEveryPath, edges, reachable, variablesRead, type Definition } from '../../verify/asl-graph.ts';

/** a assigns x; b's rule assigns y, its default z; the catch of a assigns only w. */
const small: Definition = {
  StartAt: 'a',
  TimeoutSeconds: 1,
  States: {
    a: {
      Type: 'Task',
      Next: 'b',
      Assign: { x: 1 },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'd', Assign: { w: 1 } }],
    },
    b: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $x = 1 %}', Next: 'c', Assign: { y: 1 } }],
      Default: 'd',
      Assign: { z: 1, w: 1 },
    },
    c: { Type: 'Succeed' },
    d: { Type: 'Fail' },
  },
};

describe('the analysis of the graph', () => {
  it('tells the branches of a Choice and a Catch apart', () => {
    expect(edges(small).map(({ from, to, kind, assigns }) => [from, to, kind, assigns.join()])).toEqual([
      ['a', 'b', 'next', 'x'],
      ['a', 'd', 'catch', 'w'],
      ['b', 'c', 'rule', 'y'],
      ['b', 'd', 'default', 'z,w'],
    ]);
  });

  it('keeps only what every path assigns', () => {
    const assigned = assignedOnEveryPath(small);
    expect([...(assigned.get('a') ?? [])]).toEqual([]);
    expect([...(assigned.get('b') ?? [])]).toEqual(['x']);
    expect([...(assigned.get('c') ?? [])].sort()).toEqual(['x', 'y']);
    expect([...(assigned.get('d') ?? [])]).toEqual(['w']);
  });

  it('finds what can be reached, and not through a closed state', () => {
    expect([...reachable(small, 'a')].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect([...reachable(small, 'a', ['b'])].sort()).toEqual(['a', 'd']);
  });

  it('reads variables, and neither functions, bindings, texts nor $states', () => {
    expect(
      variablesRead("($own := $lower($states.input.a & '$text'); $own & $first.b & $merge([$second, {'x': $own}]))"),
    ).toEqual(['first', 'second']);
  });
});
