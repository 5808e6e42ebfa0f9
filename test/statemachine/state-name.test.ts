import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { parseStateName, shiftsAmong, weightsAmong } from '../../statemachine/contract/state-name.ts';
import { definitionOf } from '../../verify/definition.ts';
import { anyPlan } from '../../verify/plans.ts';

test('every name gives back what it was made from', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (weight) => {
      for (const [kind, name] of Object.entries(StateName))
        expect(parseStateName(typeof name === 'string' ? name : name(weight))).toEqual(
          typeof name === 'string' ? { kind } : { kind, weight },
        );
    }),
  );
});

test.each([
  ['Shift to 10%', { kind: 'shift', weight: 10 }],
  ['100% healthy?', { kind: 'healthy', weight: 100 }],
  ['Roll back', { kind: 'rollBack' }],
  ['Hold, production is broken too', { kind: 'standBy' }],
])('%s is read', (name, parsed) => {
  expect(parseStateName(name)).toEqual(parsed);
});

test.each(['', 'Shift to %', 'Shift to 010%', 'Shift to 10', 'shift to 10%', 'Shift to 10%!', 'toString', '10'])(
  'rejects %j, which is no name of the machine',
  (name) => {
    expect(parseStateName(name)).toBeUndefined();
  },
);

test('every name of every machine is read, and what is made from it again is the name', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const names = Object.keys(definitionOf(plan).States);
      expect(
        names.map((name) => {
          const parsed = parseStateName(name);
          if (parsed === undefined) return undefined;
          return parsed.weight === undefined ? StateName[parsed.kind] : StateName[parsed.kind](parsed.weight);
        }),
      ).toEqual(names);
      const weights = plan.steps.map(({ weight }) => weight);
      expect(weightsAmong(names)).toEqual(weights);
      expect(shiftsAmong(names)).toEqual([...new Set([...weights, 100])]);
    }),
    { numRuns: 10 },
  );
});
