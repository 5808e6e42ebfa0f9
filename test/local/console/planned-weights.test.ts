import { expect, test } from 'vitest';
import type { CloudView, ServiceParts } from '../../../local/console/model/protocol.ts';
import { CONTROLS } from '../../../local/console/page/steer-controls.ts';
import { plannedWeights } from '../../../local/console/views/release.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { simulate } from '../../../verify/simulation/scenario.ts';
import { MACHINE } from '../../../verify/simulation/simulation.ts';

const planOf = (...weights: number[]) =>
  JSON.stringify(definitionOf({ ...DEFAULT_PLAN, steps: weights.map((weight) => ({ weight, bakeSeconds: 300 })) }));

test('the weights of the plan are those of the machine, also after it was updated', () => {
  const simulation = simulate({ definition: planOf(5, 20, 100) });
  expect(plannedWeights(simulation.machines, { machineArn: MACHINE })).toEqual([5, 20, 100]);
  simulation.update(planOf(100));
  expect(plannedWeights(simulation.machines, { machineArn: MACHINE })).toEqual([100]);
});

test('a plan that ends below 100 can be held at none but its own, though it shifts to 100', () => {
  const simulation = simulate({ definition: planOf(10, 95) });
  expect(plannedWeights(simulation.machines, { machineArn: MACHINE })).toEqual([10, 95]);
});

test('a revert says from what to what, and offers what there is to go back to', () => {
  const cloud: CloudView = { endpoint: '', region: '', services: [], releases: [] };
  const service = { id: 's', name: 's', machineArn: MACHINE, rollbackTopicArn: '' };
  const versions = [
    { version: '1', release: '1.0.0' },
    { version: '3', release: '3.0.0' },
  ];
  const aliases = { production: '3', previous: '2' };
  const release = { versions, aliases, weight: 0, planned: [100], waysBack: ['2', '1'] };
  const parts: ServiceParts = { release, executions: [], alarms: [], weights: [], ways: { next: [] } };
  const steered = { cloud, service, parts, running: undefined, speed: 60 };
  expect(CONTROLS.revert.possible(steered)).toBe(true);
  expect(CONTROLS.revert.fields(steered)).toMatchObject([
    {
      label: 'from 3.0.0 to',
      value: '2',
      options: [
        { value: '2', text: expect.stringMatching(/version 2\), the version before$/) },
        { value: '1', text: '1.0.0 (version 1)' },
      ],
    },
  ]);
  const revert = (to: string) => CONTROLS.revert.control(steered, { to });
  expect(revert('2')).toEqual({ kind: 'revert', machineArn: MACHINE });
  expect(revert('1')).toEqual({ kind: 'revert', machineArn: MACHINE, to: '1' });
  const none = { ...steered, parts: { ...parts, release: { ...release, waysBack: [] } } };
  expect(CONTROLS.revert.possible(none)).toBe(false);
});

test('a release can be held at the weights of its plan, and at no others', () => {
  const cloud: CloudView = { endpoint: '', region: '', services: [], releases: [] };
  const service = { id: 's', name: 's', machineArn: MACHINE, rollbackTopicArn: '' };
  const release = { versions: [], aliases: {}, weight: 0, planned: [5, 20, 100], waysBack: [] };
  const parts: ServiceParts = { release, executions: [], alarms: [], weights: [], ways: { next: [] } };
  const fields = CONTROLS.start.fields({ cloud, service, parts, running: undefined, speed: 60 });
  expect(fields.find(({ name }) => name === 'holdAt')?.options).toEqual([
    { value: '', text: 'no weight' },
    { value: '5', text: '5 %' },
    { value: '20', text: '20 %' },
    { value: '100', text: '100 %' },
  ]);
});
