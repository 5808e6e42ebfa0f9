import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { GetListenerCommand } from '@aws-sdk/client-vpc-lattice';
import { expect, test } from 'vitest';
import { shapeFaults } from '../../src/testing/shape-faults.ts';

const outputOf = (command: object): unknown => (command as { readonly schema: readonly unknown[] }).schema[5];
const EXECUTION = outputOf(new DescribeExecutionCommand({ executionArn: '' }));
const LISTENER = outputOf(new GetListenerCommand({ serviceIdentifier: '', listenerIdentifier: '' }));

const running = { executionArn: 'arn', stateMachineArn: 'arn', status: 'RUNNING', startDate: 1_767_600_000.5 };
const forwarding = (group: object) => ({ defaultAction: { forward: { targetGroups: [group] } } });

test.each<[what: string, value: unknown, schema: unknown, faults: readonly string[]]>([
  ['nothing in what is right', running, EXECUTION, []],
  ['nor in a time as text', { ...running, startDate: '2026-01-05T09:00:00.000Z' }, EXECUTION, []],
  [
    'a member that nobody knows',
    { ...running, state: 'Wait' },
    EXECUTION,
    ['it.state is no member of DescribeExecutionOutput'],
  ],
  ['a required member that is missing', { ...running, status: undefined }, EXECUTION, ['it.status is missing']],
  ['a time that is none', { ...running, startDate: 'soon' }, EXECUTION, ['it.startDate is "soon", not a time']],
  ['null for what is left out', { ...running, cause: null }, EXECUTION, ['it.cause is null, not a text']],
  [
    'a number as text, deep inside',
    forwarding({ targetGroupIdentifier: 'tg-1', weight: '10' }),
    LISTENER,
    ['it.defaultAction.forward.targetGroups[0].weight is "10", not a number'],
  ],
  [
    'a list that is none',
    { defaultAction: { forward: { targetGroups: {} } } },
    LISTENER,
    ['it.defaultAction.forward.targetGroups is {}, not a list'],
  ],
])('finds %s', (_what, value, schema, faults) => {
  expect(shapeFaults(value, schema, 'it')).toEqual(faults);
});
