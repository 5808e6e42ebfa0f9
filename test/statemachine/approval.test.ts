import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import { edges } from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';

describe('a step that waits for approval', () => {
  const steps = [
    { weight: 10, bakeSeconds: 300 },
    { weight: 100, bakeSeconds: 300, approve: true },
  ];
  const plan: Plan = { ...DEFAULT_PLAN, steps, pauseEnds: 'go on', pausedCheckSeconds: 600 };
  const { States } = definitionOf(plan);

  it('says so to its check, and to no other', () => {
    const told = [10, 100].map((weight) => States[StateName.check(weight)]?.Arguments?.Payload);
    expect(told).toEqual([
      expect.objectContaining({ pauseEnds: 'go on', pausedCheckSeconds: 600 }),
      expect.objectContaining({ approve: true, pauseEnds: 'go on', pausedCheckSeconds: 600 }),
    ]);
    expect(told[0]).not.toHaveProperty('approve');
  });

  it('leads on only by a check that knew of it: an older function that did not is rolled back', () => {
    const advance = (weight: number) => States[StateName.healthy(weight)]?.Choices?.[0]?.Condition;
    expect([10, 100].map(advance)).toEqual([
      "{% $states.input.next = 'advance' %}",
      "{% $states.input.next = 'advance' and $states.input.approved = true %}",
    ]);
    expect(States[StateName.healthy(100)]?.Choices?.[1]).toMatchObject({
      Condition: "{% $states.input.next = 'advance' %}",
      Next: StateName.rollBack,
      Assign: { trigger: { cause: expect.stringContaining('nobody approved it') } },
    });
    expect(States[StateName.healthy(100)]?.Default).toBe(StateName.rollBack);
  });

  it('waits in a state of its own while it is paused, and looks again', () => {
    expect(States[StateName.paused(10)]).toMatchObject({ Type: 'Wait', Seconds: 600, Next: StateName.check(10) });
    const ways = edges(definitionOf(plan)).filter(({ to }) => to === StateName.paused(100));
    expect(ways.map(({ from }) => from)).toEqual([StateName.healthy(100)]);
    expect(definitionOf(DEFAULT_PLAN).States).not.toHaveProperty(StateName.paused(10));
  });

  it('asks the hooks of a weight while it is paused there, as in every turn', () => {
    const hook = {
      at: 'in bake',
      fn: 'arn:aws:lambda:eu-west-1:123456789012:function:gate',
      timeoutSeconds: 60,
    } as const;
    const { States: asking } = definitionOf({ ...plan, hooks: [hook] });
    expect(asking[StateName.paused(10)]?.Next).toBe(StateName.askHooks(10));
    expect(asking[StateName.askHooks(10)]?.Next).toBe(StateName.check(10));
  });
});
