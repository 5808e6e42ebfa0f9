import { describe, expect, it } from 'vitest';
import { ALARM_KINDS } from '../../infra/constructs/alarm-kinds.ts';
import { ownStack } from './own-app.ts';
import type { Synthesized } from './synthesized.ts';

const alarmIds = ({ template }: Synthesized) =>
  Object.entries(template.Resources)
    .filter(([id, { Type }]) => Type === 'AWS::CloudWatch::Alarm' && /(Canary|Production)Alarms/.test(id))
    .map(([id]) => id);
const textOf = (synth: Synthesized, path: string) => JSON.stringify(synth.properties(path));

const without = () => {
  const { canary, synthesize } = ownStack({ answersFrom: 'none' });
  return { canary, synth: synthesize() };
};

describe("a service with answersFrom: 'none'", () => {
  const kinds = ALARM_KINDS.filter(({ counts }) => counts === 'invocations').map(({ name }) => name);

  it('has no alarm that would be OK whatever users get, and names none to machine, rules and callers', () => {
    const { canary, synth } = without();
    expect(kinds).toEqual(['lambda-errors', 'lambda-duration', 'lambda-throttles']);
    expect(alarmIds(synth)).toHaveLength(2 * kinds.length);
    expect([Object.keys(canary.alarms.canary), Object.keys(canary.alarms.production)]).toEqual([kinds, kinds]);
    expect(textOf(synth, 'Canary/Rollout/Machine')).not.toMatch(/lattice-(5xx|error-rate)/);
  });

  it('tells its checks, of the canary and of production', () => {
    const machine = textOf(without().synth, 'Canary/Rollout/Machine');
    const checks = machine.split(String.raw`\"subject\":\"`).length - 1;
    expect(checks).toBeGreaterThan(4);
    expect(machine.split(String.raw`\"answersFrom\":\"none\"`)).toHaveLength(checks + 1);
  });

  it('shows no graph of what nobody counts', () => {
    expect(textOf(without().synth, 'Canary/Dashboard/Dashboard')).not.toContain('VpcLattice');
  });
});

it('a service whose target groups count is what it was, told so or not', () => {
  const told = ownStack({ answersFrom: 'target-group-metrics' }).synthesize();
  expect(told.template).toEqual(ownStack().synthesize().template);
  expect(textOf(told, 'Canary/Rollout/Machine')).not.toContain('answersFrom');
});

it('a check that compares nothing is told where to look, for it would ask for invocations only', () => {
  const machine = textOf(ownStack({ plan: { compare: false } }).synthesize(), 'Canary/Rollout/Machine');
  expect(machine.split(String.raw`\"answersFrom\":\"target-group-metrics\"`)).toHaveLength(4 + 1);
});

it('rejects another place to look at', () => {
  expect(() => ownStack({ answersFrom: 'service-metrics' as 'none' })).toThrow(
    'props.answersFrom: got "service-metrics"',
  );
});
