import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineIn, planIn } from '../../../cli/story/deployed.ts';
import type { Definition } from '../../../cli/story/definition.ts';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN, planSchema, type Plan } from '../../../statemachine/contract/plan.ts';
import type { Hook } from '../../../statemachine/contract/hooks.ts';
import { outlineOf } from '../../../statemachine/outline/outline-of.ts';
import { waitingIn } from '../../../statemachine/outline/healthy.ts';
import { partsOf } from '../../../statemachine/outline/outline.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { anyPlan } from '../../../verify/plans.ts';
import { keptDefinitions } from '../../upgrade/kept-definitions.ts';

/** A step that names the plan's own fewest requests says nothing by it. */
const plain = (plan: Plan): Plan => ({
  ...plan,
  steps: plan.steps.map(({ minRequests, ...step }) =>
    minRequests === undefined || minRequests === plan.minRequests ? step : { ...step, minRequests },
  ),
});

/** What a release waits that goes well, from nothing but settling and baking. */
function waitsOf({ States = {} }: Definition): number {
  const seconds = Object.entries(States).flatMap(([name, state]) => {
    if (name.includes('revert')) return [];
    return name.startsWith('Settle ') ? Number(state?.Seconds) : (state?.Arguments?.Payload?.['bakeSeconds'] ?? 0);
  });
  return seconds.reduce<number>((sum, each) => sum + Number(each), 0);
}

const side = (alias: string) => ({ namespace: 'Shop', metricName: 'Checkouts', canary: { alias }, production: {} });
const GATE = 'arn:aws:lambda:eu-west-1:111111111111:function:gate';
const HOOKS: Hook[] = [
  { at: 'before users', fn: GATE, timeoutSeconds: 60 },
  { at: 'in bake', fn: GATE, timeoutSeconds: 60, steps: [30, 50], onError: 'hold' },
  { at: 'in bake', fn: GATE, timeoutSeconds: 60, steps: [50] },
  { at: 'before promotion', fn: `${GATE}:live`, name: 'calendar', timeoutSeconds: 60 },
];
const metrics = [{ noun: 'failed checkouts', bad: side('canary'), all: side('canary') }];

describe('the plan of a deployed machine', () => {
  it('is the one that it was made from, and its outline the one of that plan', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const definition = definitionOf(plan);
        expect(planIn(definition)).toEqual(plain(plan));
        expect(outlineIn(definition)).toEqual(outlineOf(plan));
        expect(definitionOf(planIn(definition))).toEqual(definition);
      }),
      { numRuns: 20 },
    );
  });

  it.each<[string, Plan]>([
    ['the default', DEFAULT_PLAN],
    ['one that compares counts of its own', { ...DEFAULT_PLAN, compare: { ...DEFAULT_COMPARE, metrics } }],
    ['one that asks versions side by side', { ...DEFAULT_PLAN, smoke: { requests: [{ path: '/orders' }] } }],
    ['one that asks hooks', { ...DEFAULT_PLAN, hooks: HOOKS }],
    ['one that holds while production is broken too', { ...DEFAULT_PLAN, brokenProductionHoldSeconds: 600 }],
  ])('is the one that it was made from: %s', (_, plan) => {
    expect(planIn(definitionOf(plan))).toEqual(plan);
  });

  it.each(keptDefinitions())('can be read from the machines of published versions: %s', (_, definition) => {
    expect(() => planSchema.parse(planIn(definition))).not.toThrow();
    expect(waitingIn(partsOf(outlineIn(definition).release))).toBe(waitsOf(definition));
  });

  it.each<[string, Definition]>([
    ['nothing', {}],
    ['states of another kind', { States: { 'Do it': { Type: 'Pass' }, 'Wait a bit': { Type: 'Wait', Seconds: 5 } } }],
    [
      'values of another kind',
      {
        States: {
          'Shift to 10%': {},
          'Settle at 10%': { Seconds: '{% $seconds %}' },
          'Check alarms at 10%': { Arguments: { Payload: { bakeSeconds: 'long', compare: 'all', alarms: 'a' } } },
          'Roll back': { Arguments: { Payload: { brokenProduction: true } } },
        },
      },
    ],
  ])('is one without any time where the definition has %s', (_, definition) => {
    expect(planIn(definition)).toMatchObject({
      checkSeconds: 0,
      settleSeconds: 0,
      watchSeconds: 0,
      holdSeconds: 0,
      tooFewRequests: 'roll back',
      compare: false,
      brokenProductionHoldSeconds: 0,
    });
  });

  it('waits for as long as the machine does, whatever the plan would make of it today', () => {
    const { States } = definitionOf();
    const { 'Settle at 30%': _, ...others } = States;
    const changed = { States: { ...others, 'Settle on production': { Type: 'Wait', Seconds: 7 } } };
    const waits = outlineIn(changed)
      .release.flatMap(({ parts }) => parts)
      .filter((part) => part.type === 'wait');
    expect(waits.map(({ seconds }) => seconds)).toEqual([90, 0, 90, 90, 90, 7]);
  });
});
