import { expect, test } from 'vitest';
import type { StateChange } from 'local-aws';
import type { Happening } from '../../../cli/story/happenings.ts';
import { Watch } from '../../../local/cli/watch.ts';
import type { Transition } from 'local-aws/states';

function watching() {
  const heard: Happening[] = [];
  const watch = new Watch(
    (happening) => heard.push(happening),
    (state) => state === 'Claim the rollout',
  );
  const see = (transition: Partial<Transition> & Pick<Transition, 'type'>) =>
    watch.transition({ executionArn: 'e1', machine: 'm', time: 5, ...transition });
  return { heard, watch, see };
}

test("an execution that was not asked to roll back is the release's own; one that was is not", () => {
  const { heard, see } = watching();
  see({ type: 'started', input: {} });
  see({ type: 'started', executionArn: 'e2', input: { rollback: { reason: 'r' } } });
  see({ type: 'entered', executionArn: 'e2', state: 'Roll back' });
  expect(heard).toEqual([
    { kind: 'started', at: 5, execution: 'e1', own: true, input: {} },
    { kind: 'started', at: 5, execution: 'e2', own: false, input: { rollback: { reason: 'r' } } },
    { kind: 'state', at: 5, execution: 'e2', own: false, state: 'Roll back' },
  ]);
});

test('only a task answers; another state passes the answer of the task before it on', () => {
  const { heard, see } = watching();
  see({ type: 'exited', state: 'Claim the rollout', output: { message: 'e1 releases version 2' } });
  see({ type: 'exited', state: 'Anything new?', output: { message: 'e1 releases version 2' } });
  see({ type: 'exited', state: 'Claim the rollout', output: 'no object' });
  expect(heard).toEqual([
    {
      kind: 'answered',
      at: 5,
      execution: 'e1',
      own: false,
      state: 'Claim the rollout',
      message: 'e1 releases version 2',
    },
  ]);
});

test('an answer has its long form where that says more', () => {
  const { heard, see } = watching();
  see({ type: 'exited', state: 'Claim the rollout', output: { message: 'short', cause: 'short and long' } });
  see({ type: 'exited', state: 'Claim the rollout', output: { message: 'the same', cause: 'the same' } });
  expect(heard).toEqual([
    {
      kind: 'answered',
      at: 5,
      execution: 'e1',
      own: false,
      state: 'Claim the rollout',
      message: 'short',
      cause: 'short and long',
    },
    { kind: 'answered', at: 5, execution: 'e1', own: false, state: 'Claim the rollout', message: 'the same' },
  ]);
});

test('an execution ends in the state it was in, with what it failed with', () => {
  const { heard, see } = watching();
  see({ type: 'started', input: {} });
  see({ type: 'entered', state: 'Rolled back' });
  see({ type: 'ended', status: 'FAILED', error: 'CanaryRolledBack', cause: 'an alarm went on' });
  expect(heard.at(-1)).toEqual({
    kind: 'ended',
    at: 5,
    execution: 'e1',
    own: true,
    status: 'FAILED',
    state: 'Rolled back',
    error: 'CanaryRolledBack',
    cause: 'an alarm went on',
  });
});

test("weights are the canary group's and the rest", () => {
  const { heard, watch } = watching();
  const groups = [
    { targetGroupId: 'tg-p', weight: 70 },
    { targetGroupId: 'tg-c', weight: 30 },
  ];
  watch.weights({ listenerId: 'l', groups, writtenAt: 7, appliesAt: 12 }, 'tg-c');
  expect(heard).toEqual([{ kind: 'weights', at: 7, production: 70, canary: 30 }]);
});

test('an alarm tells its state, the one before and why', () => {
  const { heard, watch } = watching();
  const change = {
    alarm: { config: { name: 'a' }, state: { value: 'ALARM', reason: 'because', since: 9 } },
    previous: { value: 'OK' },
  };
  watch.alarm(change as unknown as StateChange);
  expect(heard).toEqual([{ kind: 'alarm', at: 9, name: 'a', state: 'ALARM', before: 'OK', reason: 'because' }]);
});
