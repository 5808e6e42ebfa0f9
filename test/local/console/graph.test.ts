import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../local/console/model/columns.ts';
import { edgeKey, machineGraph, partOf, sinks } from '../../../local/console/model/graph.ts';
import { layOut } from '../../../local/console/model/layout.ts';
import { definitionOf } from '../../../verify/definition.ts';

const rollout = () => machineGraph(JSON.stringify(definitionOf()));

const task = (next: string, ...caught: string[]) => ({
  Type: 'Task',
  Next: next,
  Catch: caught.map((to) => ({ ErrorEquals: ['States.ALL'], Next: to })),
});

/** A loop, a choice with a default into what handles failures, and a branch of its own. */
const SMALL = JSON.stringify({
  StartAt: 'Asked?',
  States: {
    'Asked?': { Type: 'Choice', Choices: [{ Next: 'Begin' }, { Next: 'Other' }], Default: 'Mend' },
    Begin: { ...task('Wait', 'Mend'), Comment: 'It begins' },
    Wait: { Type: 'Wait', Seconds: 1, Next: 'Good?' },
    'Good?': { Type: 'Choice', Choices: [{ Next: 'Done' }, { Next: 'Wait' }], Default: 'Mend' },
    Done: { Type: 'Succeed' },
    Other: task('Done', 'Mend'),
    Mend: { Type: 'Fail' },
  },
});

describe('the graph of a machine', () => {
  test('has every state with its type and comment, and one edge for each pair of states', () => {
    const graph = machineGraph(SMALL);
    expect(graph.start).toBe('Asked?');
    expect([...graph.states.values()].map(({ name, type }) => `${type} ${name}`)).toEqual([
      'Choice Asked?',
      'Task Begin',
      'Wait Wait',
      'Choice Good?',
      'Succeed Done',
      'Task Other',
      'Fail Mend',
    ]);
    expect(graph.states.get('Begin')?.comment).toBe('It begins');
    expect(graph.edges.map(({ from, to, kind }) => `${from} -${kind}-> ${to}`)).toEqual([
      'Asked? -choice-> Begin',
      'Asked? -choice-> Other',
      'Asked? -default-> Mend',
      'Begin -next-> Wait',
      'Begin -error-> Mend',
      'Wait -next-> Good?',
      'Good? -choice-> Done',
      'Good? -choice-> Wait',
      'Good? -default-> Mend',
      'Other -next-> Done',
      'Other -error-> Mend',
    ]);
  });

  test('of one execution leaves out the branch that it did not take, and failures that did not happen', () => {
    const graph = machineGraph(SMALL);
    expect([...partOf(graph, new Set()).states.keys()]).toEqual(['Asked?', 'Begin', 'Wait', 'Good?', 'Done']);
    expect([...partOf(graph, new Set([edgeKey('Asked?', 'Other'), edgeKey('Other', 'Mend')])).states.keys()]).toEqual([
      'Asked?',
      'Done',
      'Other',
      'Mend',
    ]);
  });

  test('finds the state that handles the failures of a rollout, by how many ways lead there', () => {
    expect([...sinks(machineGraph(SMALL))]).toEqual([]);
    expect([...sinks(rollout())]).toEqual(['Roll back']);
  });
});

describe('columns', () => {
  test('hold every state once, at most so many ranks each, and tear no bake from its checks', () => {
    const graph = partOf(rollout(), new Set());
    const { columns } = columnsOf(graph)(10);
    const names = columns.flatMap(({ ranks }) => ranks.flat());
    expect([...names].sort()).toEqual([...graph.states.keys()].sort());
    expect(Math.max(...columns.map(({ ranks }) => ranks.length))).toBeLessThanOrEqual(10);
    const columnOf = (name: string) => columns.findIndex(({ ranks }) => ranks.flat().includes(name));
    for (const weight of [10, 30, 50, 100]) {
      expect(
        new Set([`Bake at ${weight}%`, `Check alarms at ${weight}%`, `${weight}% healthy?`].map(columnOf)).size,
      ).toBe(1);
    }
    expect(columnOf('Roll back')).toBeGreaterThan(columnOf('Promoted'));
  });
});

describe('a layout', () => {
  test.each([1_400, 760, 320])(
    'for %d pixels places every state, apart from all others, and has a way for every edge',
    (width) => {
      const graph = partOf(rollout(), new Set());
      const layout = layOut(graph, width);
      const states = [...layout.states.values()];
      expect(states.map(({ name }) => name).sort()).toEqual([...graph.states.keys()].sort());
      const overlapping = states.flatMap((one, index) =>
        states
          .slice(index + 1)
          .filter(
            (other) =>
              Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
              Math.abs(one.y - other.y) < (one.height + other.height) / 2,
          ),
      );
      expect(overlapping).toEqual([]);
      expect([...layout.edges.keys()].sort()).toEqual(graph.edges.map(({ from, to }) => edgeKey(from, to)).sort());
      expect(layout.skeleton.has(edgeKey('Check alarms at 10%', 'Roll back'))).toBe(false);
      expect(layout.skeleton.has(edgeKey('10% healthy?', 'Shift to 30%'))).toBe(true);
    },
  );

  test('is flatter where there is more room', () => {
    const graph = rollout();
    expect(layOut(graph, 1_400).height).toBeLessThan(layOut(graph, 400).height);
  });
});
