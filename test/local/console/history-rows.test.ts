import { expect, test } from 'vitest';
import { historyRows } from '../../../local/console/model/history-rows.ts';
import type { EventView } from '../../../local/console/model/protocol.ts';

const invoked = '{"FunctionName":"arn:aws:lambda:eu-west-1:111111111111:function:claim","Payload":{"message":"no"}}';
const EVENTS: readonly EventView[] = (
  [
    ['ExecutionStarted', { input: '{"version":"2"}' }],
    ['TaskStateEntered', { name: 'Claim the rollout', input: '{}' }],
    ['TaskScheduled', { parameters: invoked }],
    ['TaskSucceeded', { output: '{"Payload":{"message":"e1 releases version 2"}}' }],
    ['TaskStateExited', { name: 'Claim the rollout', output: '{"message":"e1 releases version 2"}' }],
    ['ChoiceStateEntered', { name: 'Anything new?', input: '[1]' }],
    ['ExecutionFailed', { error: 'ClaimLost', cause: '{"errorMessage":"gone"}' }],
    ['ExecutionRedriven', {}],
  ] as const
).map(([type, someEventDetails], i) => ({ id: i + 1, type, timestamp: '2026-01-05T09:00:00.000Z', someEventDetails }));

const shown = (filter: string) => historyRows(EVENTS, filter).map(({ event, state, text }) => [event.id, state, text]);

test('each event has its state, and first what a person looks for; the newest stands on top', () => {
  expect(shown('')).toEqual([
    [8, 'Anything new?', ''],
    [7, 'Anything new?', 'ClaimLost: {"errorMessage":"gone"}'],
    [6, 'Anything new?', '[1]'],
    [5, 'Claim the rollout', 'e1 releases version 2'],
    [4, 'Claim the rollout', 'e1 releases version 2'],
    [3, 'Claim the rollout', 'invokes claim'],
    [2, 'Claim the rollout', '{}'],
    [1, '', '{"version":"2"}'],
  ]);
});

test('a filter keeps rows that have all of its words, in type, state or text', () => {
  expect(shown('releases EXITED').map(([id]) => id)).toEqual([5]);
  expect(shown('claim').map(([id]) => id)).toEqual([7, 5, 4, 3, 2]);
  expect(shown('nowhere')).toEqual([]);
});
