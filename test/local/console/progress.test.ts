import { expect, test } from 'vitest';
import { edgeKey } from '../../../local/console/model/graph.ts';
import { ProgressReader } from '../../../local/console/model/progress.ts';
import type { EventView } from '../../../local/console/model/protocol.ts';

const START = Date.UTC(2026, 0, 5, 9);

/** Events a second apart, numbered from 1. */
function history(...events: readonly (readonly [type: string, details?: Record<string, unknown>])[]): EventView[] {
  return events.map(([type, details = {}], index) => ({
    id: index + 1,
    type,
    timestamp: new Date(START + index * 1_000).toISOString(),
    someEventDetails: details,
  }));
}

function read(events: readonly EventView[]) {
  const reader = new ProgressReader();
  reader.read(events);
  return reader.progress();
}

const entered = (name: string, type = 'Task') => [`${type}StateEntered`, { name, input: '{}' }] as const;
const exited = (name: string, type = 'Task') => [`${type}StateExited`, { name, output: '{"message":"done"}' }] as const;

test('a state is in progress from its entry and succeeded from its exit, with times, input and output', () => {
  const events = history(
    ['ExecutionStarted'],
    entered('Claim'),
    ['TaskScheduled'],
    ['TaskSucceeded'],
    exited('Claim'),
    entered('Bake', 'Wait'),
  );
  const { visits, statuses, taken, current } = read(events);
  expect([...statuses]).toEqual([
    ['Claim', 'succeeded'],
    ['Bake', 'in progress'],
  ]);
  expect(visits[0]).toEqual({
    state: 'Claim',
    status: 'succeeded',
    enteredAt: START + 1_000,
    exitedAt: START + 4_000,
    retries: 0,
    input: '{}',
    output: '{"message":"done"}',
  });
  expect([...taken]).toEqual([edgeKey('Claim', 'Bake')]);
  expect(current).toBe('Bake');
});

test('a task that failed and was left all the same has caught its error; one that was tried again has not', () => {
  const failed = ['TaskFailed', { error: 'ClaimLost', cause: 'somebody' }] as const;
  const caught = read(history(entered('Check'), ['TaskScheduled'], failed, exited('Check'), entered('Roll back')));
  expect(caught.visits[0]).toMatchObject({ status: 'caught', error: 'ClaimLost', cause: 'somebody', retries: 0 });

  const retried = read(
    history(entered('Check'), ['TaskScheduled'], failed, ['TaskScheduled'], ['TaskSucceeded'], exited('Check')),
  );
  expect(retried.visits[0]).toMatchObject({ status: 'succeeded', retries: 1 });
  expect(retried.visits[0]).not.toHaveProperty('error');
});

test.each([
  ['ExecutionFailed', 'failed'],
  ['ExecutionAborted', 'aborted'],
  ['ExecutionTimedOut', 'aborted'],
])('%s ends the state that it was in: %s', (type, status) => {
  const { visits } = read(
    history(entered('Rolled back', 'Fail'), [type, { error: 'CanaryRolledBack', cause: 'an alarm' }]),
  );
  expect(visits).toMatchObject([{ status, exitedAt: START + 1_000, error: 'CanaryRolledBack', cause: 'an alarm' }]);
});

test('the end of an execution that succeeded changes nothing, and a state shows its last visit', () => {
  const { statuses, visits } = read(
    history(entered('Bake'), exited('Bake'), entered('Check'), exited('Check'), entered('Bake'), ['ExecutionAborted']),
  );
  expect([...statuses]).toEqual([
    ['Bake', 'aborted'],
    ['Check', 'succeeded'],
  ]);
  expect(visits).toHaveLength(3);
  expect(
    read(history(entered('Promoted', 'Succeed'), exited('Promoted', 'Succeed'), ['ExecutionSucceeded'])).statuses.get(
      'Promoted',
    ),
  ).toBe('succeeded');
});

test('reads a history in pieces, and no event twice', () => {
  const events = history(entered('Claim'), exited('Claim'), entered('Bake'), exited('Bake'));
  const reader = new ProgressReader();
  reader.read(events.slice(0, 3));
  reader.read(events.slice(1));
  expect(reader.last).toBe(4);
  expect(reader.progress().visits).toEqual(read(events).visits);
});

test('a redrive goes on in the state in which the execution ended', () => {
  const { statuses } = read(history(entered('Claim'), ['ExecutionTimedOut'], ['ExecutionRedriven']));
  expect(statuses.get('Claim')).toBe('in progress');
});
