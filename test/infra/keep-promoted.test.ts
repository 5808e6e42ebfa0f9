import { expect, test } from 'vitest';
import { synthesize } from './synthesized.ts';

const MACHINE = 'Canary/Rollout/Machine';

test('how many promoted versions are kept is an output where the plan says so, and no part of the machine', () => {
  const said = synthesize({ canary: { plan: { keepPromoted: 5 } } });
  expect(said.template.Outputs['KeepPromoted']?.Value).toBe('5');
  const without = synthesize();
  expect(without.template.Outputs['KeepPromoted']).toBeUndefined();
  expect(said.properties(MACHINE)).toEqual(without.properties(MACHINE));
});

test('rejects less than none', () => {
  expect(() => synthesize({ canary: { plan: { keepPromoted: -1 } } })).toThrow(/keepPromoted/);
});
