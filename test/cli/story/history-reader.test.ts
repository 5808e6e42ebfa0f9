import { expect, test } from 'vitest';
import { detailsOf, historyEvent } from '../../../cli/story/history-event.ts';
import { HistoryReader } from '../../../cli/story/history-reader.ts';
import { causeText } from '../../../statemachine/contract/json-text.ts';

type Event = readonly [type: string, details?: object];
const START = 1_000;

/** Reads a history of events a millisecond apart, all at once. */
function read(...events: readonly Event[]) {
  const reader = new HistoryReader('e1', {}, true);
  return { reader, happenings: reader.read(described(events)) };
}

function described(events: readonly Event[]) {
  return events.map(([type, someEventDetails = {}], i) => {
    const event = { id: i + 1, timestamp: new Date(START + i), type, someEventDetails };
    return historyEvent(event);
  });
}

const own = { execution: 'e1', own: true } as const;
const failed = { error: 'ClaimLost', cause: '{"errorType":"ClaimLost","errorMessage":"it is taken back"}' };
const claim = { name: 'Claim the rollout' };

test.each<[what: string, events: Event[], happenings: object[]]>([
  ['a start', [['ExecutionStarted', { input: '{}' }]], [{ kind: 'started', at: START, ...own, input: {} }]],
  ['an entry', [['WaitStateEntered', claim]], [{ kind: 'state', at: START, ...own, state: 'Claim the rollout' }]],
  [
    'the answer of a task',
    [['TaskStateExited', { ...claim, output: '{"message":"e1 releases version 2"}' }]],
    [{ kind: 'answered', at: START, ...own, state: 'Claim the rollout', message: 'e1 releases version 2' }],
  ],
  [
    'an answer with a long form that says more',
    [['TaskStateExited', { ...claim, output: '{"message":"short","cause":"short and long"}' }]],
    [
      {
        kind: 'answered',
        at: START,
        ...own,
        state: 'Claim the rollout',
        message: 'short',
        cause: 'short and long',
      },
    ],
  ],
  [
    'an answer whose long form is the same',
    [['TaskStateExited', { ...claim, output: '{"message":"the same","cause":"the same"}' }]],
    [{ kind: 'answered', at: START, ...own, state: 'Claim the rollout', message: 'the same' }],
  ],
  ['an answer without a sentence', [['TaskStateExited', { ...claim, output: '"no object"' }]], []],
  ['an answer that is no JSON', [['TaskStateExited', { ...claim, output: '{"message":' }]], []],
  [
    'another state that passes an answer on',
    [['ChoiceStateExited', { name: 'Anything new?', output: '{"message":"e1 releases version 2"}' }]],
    [],
  ],
  [
    'a shift: its answer, then the weights that it wrote',
    [['TaskStateExited', { name: 'Shift to 30%', output: '{"message":"30 %","weight":30}' }]],
    [
      { kind: 'answered', at: START, ...own, state: 'Shift to 30%', message: '30 %' },
      { kind: 'weights', at: START, canary: 30, production: 70 },
    ],
  ],
  [
    'a try that failed and is followed by another: told when it failed',
    [
      ['TaskStateEntered', claim],
      ['TaskScheduled'],
      ['TaskFailed', failed],
      ['TaskScheduled'],
      ['TaskStateExited', { ...claim, output: '{"message":"done"}' }],
    ],
    [
      { kind: 'state', at: START, ...own, state: 'Claim the rollout' },
      { kind: 'retrying', at: START + 2, ...own, state: 'Claim the rollout', ...failed },
      { kind: 'answered', at: START + 4, ...own, state: 'Claim the rollout', message: 'done' },
    ],
  ],
  [
    'a failure that was caught',
    [
      ['TaskFailed', failed],
      ['TaskStateExited', { ...claim, output: '{"message":"of somebody else"}' }],
    ],
    [{ kind: 'failed', at: START + 1, ...own, state: 'Claim the rollout', ...failed }],
  ],
  [
    'a timeout, which has no cause',
    [
      ['TaskTimedOut', { error: 'States.Timeout' }],
      ['TaskStateExited', claim],
    ],
    [{ kind: 'failed', at: START + 1, ...own, state: 'Claim the rollout', error: 'States.Timeout', cause: '' }],
  ],
  [
    'an expression that could not be evaluated, caught',
    [
      ['EvaluationFailed', { error: 'States.QueryEvaluationError', cause: 'no $x', state: 'Claim the rollout' }],
      ['TaskStateExited', claim],
    ],
    [
      {
        kind: 'failed',
        at: START + 1,
        ...own,
        state: 'Claim the rollout',
        error: 'States.QueryEvaluationError',
        cause: 'no $x',
      },
    ],
  ],
  [
    'an end: in the state it was in, with what it failed with',
    [
      ['FailStateEntered', { name: 'Rolled back' }],
      ['ExecutionFailed', { error: 'CanaryRolledBack', cause: 'an alarm went on' }],
    ],
    [
      { kind: 'state', at: START, ...own, state: 'Rolled back' },
      {
        kind: 'ended',
        at: START + 1,
        ...own,
        status: 'FAILED',
        state: 'Rolled back',
        error: 'CanaryRolledBack',
        cause: 'an alarm went on',
      },
    ],
  ],
  ['a good end', [['ExecutionSucceeded']], [{ kind: 'ended', at: START, ...own, status: 'SUCCEEDED', state: '' }]],
  ['a timeout of all', [['ExecutionTimedOut']], [{ kind: 'ended', at: START, ...own, status: 'TIMED_OUT', state: '' }]],
  ['what goes on inside of a task', [['TaskStarted'], ['TaskSucceeded']], []],
])('reads %s', (_, events, happenings) => {
  expect(read(...events).happenings).toEqual(happenings);
});

test('reads a history in pieces as it reads all of it, and knows where it is', () => {
  const events = described([['TaskStateEntered', claim], ['TaskScheduled'], ['TaskFailed', failed], ['TaskScheduled']]);
  const reader = new HistoryReader('e1', {}, true);
  const pieces = events.flatMap((event) => reader.read([event]));
  expect(pieces).toEqual(new HistoryReader('e1', {}, true).read(events));
  expect([reader.state, reader.lastEvent]).toEqual(['Claim the rollout', 4]);
});

test('takes an event from AWS, with the keys of other types undefined, and from JSON', () => {
  const fromSdk = {
    id: 7,
    timestamp: new Date(START),
    type: 'TaskFailed',
    taskStateEnteredEventDetails: undefined,
    taskFailedEventDetails: failed,
  } as const;
  expect(detailsOf(fromSdk)).toBe(failed);
  expect(historyEvent(fromSdk)).toEqual({ id: 7, at: START, type: 'TaskFailed', ...failed });
  expect(historyEvent(JSON.parse(JSON.stringify(fromSdk)) as typeof fromSdk)).toEqual(historyEvent(fromSdk));
  expect(historyEvent({})).toEqual({ id: 0, at: 0, type: '' });
});

test.each([
  ["a failed function's JSON: its message", failed.cause, 'it is taken back'],
  ['a sentence', 'an alarm went on', 'an alarm went on'],
  ['JSON without a message', '{"reason":"r"}', '{"reason":"r"}'],
  ['JSON whose message is no text', '{"errorMessage":7}', '{"errorMessage":7}'],
  ['JSON that is cut off', '{"errorMessage":"half a sen', '{"errorMessage":"half a sen'],
  ['null', 'null', 'null'],
  ['nothing', '', ''],
])('a person reads of %s', (_, cause, text) => {
  expect(causeText(cause)).toBe(text);
});
