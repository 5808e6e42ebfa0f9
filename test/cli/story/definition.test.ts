import { expect, test } from 'vitest';
import { alarmsOf, weightsOf, writesWeights } from '../../../cli/story/definition.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';

const looksAt = (...alarms: string[]) => ({ Arguments: { Payload: { alarms } } });

test('every alarm that a check looks at is named once', () => {
  expect(
    alarmsOf({
      States: {
        'Bake at 10%': {},
        'Check alarms at 10%': looksAt('a', 'b'),
        'Check alarms at 30%': looksAt('a', 'b'),
        'Check production alarms': looksAt('c'),
      },
    }),
  ).toEqual(['a', 'b', 'c']);
  expect(alarmsOf({})).toEqual([]);
});

test('the weights of a plan are read from its machine, rising', () => {
  expect(weightsOf(definitionOf())).toEqual([10, 30, 50, 100]);
  const steps = [5, 20, 100].map((weight) => ({ weight, bakeSeconds: 60 }));
  expect(weightsOf(definitionOf({ ...DEFAULT_PLAN, steps }))).toEqual([5, 20, 100]);
  expect(weightsOf({})).toEqual([]);
});

test('the states of a machine that write weights are its shifts and the return to production', () => {
  expect(Object.keys(definitionOf().States).filter(writesWeights).sort()).toEqual([
    'Return traffic to production',
    'Shift to 10%',
    'Shift to 100%',
    'Shift to 30%',
    'Shift to 50%',
  ]);
});
