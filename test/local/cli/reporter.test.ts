import { expect, test } from 'vitest';
import type { StateChange } from 'local-aws';
import type { Happening } from '../../../cli/story/happenings.ts';
import type { DescribedEvent } from '../../../cli/story/history-event.ts';
import { Reporter } from '../../../local/cli/reporter.ts';

function reporting() {
  const heard: Happening[] = [];
  const reporter = new Reporter((happening) => heard.push(happening));
  return { heard, reporter };
}

/** An execution to whose history events can be added. */
function recorded(arn: string, input: unknown) {
  const events: DescribedEvent[] = [];
  const add = (type: string, someEventDetails: object = {}) => {
    const event = { id: events.length + 1, timestamp: new Date(5), type, someEventDetails };
    events.push(event);
  };
  const history = {
    get length() {
      return events.length;
    },
    event: (id: number) => events[id - 1] ?? {},
  };
  return { arn, input: { value: input }, history, add };
}

test("an execution that was not asked to roll back is the release's own; one that was is not", () => {
  const { heard, reporter } = reporting();
  const release = recorded('e1', {});
  release.add('ExecutionStarted');
  reporter.moved(release);
  const rollback = recorded('e2', { rollback: { reason: 'r' } });
  rollback.add('ExecutionStarted');
  reporter.moved(rollback);
  rollback.add('TaskStateEntered', { name: 'Roll back' });
  reporter.moved(rollback);
  expect(heard).toEqual([
    { kind: 'started', at: 5, execution: 'e1', own: true, input: {} },
    { kind: 'started', at: 5, execution: 'e2', own: false, input: { rollback: { reason: 'r' } } },
    { kind: 'state', at: 5, execution: 'e2', own: false, state: 'Roll back' },
  ]);
});

test('tells each event once, however often and late it looks', () => {
  const { heard, reporter } = reporting();
  const release = recorded('e1', {});
  release.add('ExecutionStarted');
  release.add('TaskStateEntered', { name: 'Claim the rollout' });
  reporter.moved(release);
  reporter.moved(release);
  release.add('TaskStateExited', { name: 'Claim the rollout', output: '{"message":"e1 releases version 2"}' });
  release.add('TaskStateEntered', { name: 'Smoke-test the canary' });
  reporter.moved(release);
  expect(heard.map((happening) => [happening.kind, 'state' in happening ? happening.state : ''])).toEqual([
    ['started', ''],
    ['state', 'Claim the rollout'],
    ['answered', 'Claim the rollout'],
    ['state', 'Smoke-test the canary'],
  ]);
});

test('leaves weights to the listener, which tells them as they are written', () => {
  const { heard, reporter } = reporting();
  const release = recorded('e1', {});
  release.add('TaskStateExited', { name: 'Shift to 10%', output: '{"message":"10 %","weight":10}' });
  reporter.moved(release);
  expect(heard.map(({ kind }) => kind)).toEqual(['answered']);
});

test("weights are the canary group's and the rest", () => {
  const { heard, reporter } = reporting();
  const groups = [
    { targetGroupId: 'tg-p', weight: 70 },
    { targetGroupId: 'tg-c', weight: 30 },
  ];
  reporter.weights({ listenerId: 'l', groups, writtenAt: 7, appliesAt: 12 }, 'tg-c');
  expect(heard).toEqual([{ kind: 'weights', at: 7, production: 70, canary: 30 }]);
});

test('an alarm tells its state, the one before and why', () => {
  const { heard, reporter } = reporting();
  const change = {
    alarm: { config: { name: 'a' }, state: { value: 'ALARM', reason: 'because', since: 9 } },
    previous: { value: 'OK' },
  };
  reporter.alarm(change as unknown as StateChange);
  expect(heard).toEqual([{ kind: 'alarm', at: 9, name: 'a', state: 'ALARM', before: 'OK', reason: 'because' }]);
});
