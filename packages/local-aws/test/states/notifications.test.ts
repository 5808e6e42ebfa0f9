import { describe, expect, test } from 'vitest';
import type { Transition } from '../../src/states/execution.ts';
import { done, EXECUTION, fails, MACHINE, run, START, TASK, WAIT, world } from './support.ts';

describe('status change events', () => {
  test('tell of the start and the end, as AWS shapes them', async () => {
    const { events } = await run(WAIT, { a: 1 });
    const detail = {
      executionArn: EXECUTION,
      stateMachineArn: MACHINE,
      name: 'e',
      status: 'RUNNING',
      startDate: START,
      stopDate: null,
      input: '{"a":1}',
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      error: null,
      cause: null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    };
    const event = {
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [EXECUTION],
    };
    expect(events).toEqual([
      { ...event, detail },
      {
        ...event,
        detail: {
          ...detail,
          status: 'SUCCEEDED',
          stopDate: START + 60_000,
          output: '{"a":1}',
          outputDetails: { included: true },
          redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        },
      },
    ]);
  });

  test('carry error and cause of a failure, and the count of a redrive', async () => {
    const { events, call, clock } = await run({ Stop: { Type: 'Fail', Error: 'E', Cause: 'c' } });
    await call('RedriveExecution', { executionArn: EXECUTION });
    await clock.runUntil(START + 1000);
    expect(
      events.map(({ detail: { status, error, cause, redriveCount, redriveStatus } }) => [
        status,
        error,
        cause,
        redriveCount,
        redriveStatus,
      ]),
    ).toEqual([
      ['RUNNING', null, null, 0, 'NOT_REDRIVABLE'],
      ['FAILED', 'E', 'c', 0, 'REDRIVABLE'],
      ['RUNNING', null, null, 1, 'NOT_REDRIVABLE'],
      ['FAILED', 'E', 'c', 1, 'REDRIVABLE'],
    ]);
  });

  test('leave out data that is too large for an event', async () => {
    const { events } = await run({ Only: done }, 'x'.repeat(130_000));
    expect(events.map(({ detail: { input, inputDetails, output } }) => [typeof input, inputDetails, output])).toEqual([
      ['string', { included: true }, null],
      ['object', { included: false }, null],
    ]);
  });

  test('can be lost on purpose', async () => {
    const w = world();
    w.machines.eventFilter = ({ detail }) => detail['status'] !== 'ABORTED';
    w.create(WAIT);
    await w.start();
    await w.call('StopExecution', { executionArn: EXECUTION });
    expect(w.events.map(({ detail }) => detail['status'])).toEqual(['RUNNING']);
  });
});

test('onTransition tells what happens while it happens, until it is undone', async () => {
  const w = world((_, call) => (call === 1 ? fails('Busy')() : fails('Broken')()));
  w.create({
    Work: {
      ...TASK,
      Retry: [{ ErrorEquals: ['Busy'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Output: 'o', Next: 'End' }],
      Next: 'End',
    },
    End: done,
  });
  const seen: Transition[] = [];
  const undo = w.machines.onTransition((transition) => seen.push(transition));
  await w.finish(await w.start({ a: 1 }));
  undo();
  await w.finish(await w.start({}, 'unseen'));
  const common = { executionArn: EXECUTION, machine: 'm' };
  expect(seen).toEqual([
    { ...common, type: 'started', time: START, input: { a: 1 } },
    { ...common, type: 'entered', state: 'Work', time: START, input: { a: 1 } },
    { ...common, type: 'retrying', state: 'Work', time: START, error: 'Busy', cause: 'why', delayMs: 1000 },
    { ...common, type: 'caught', state: 'Work', time: START + 1000, error: 'Broken', cause: 'why' },
    { ...common, type: 'exited', state: 'Work', time: START + 1000, output: 'o' },
    { ...common, type: 'entered', state: 'End', time: START + 1000, input: 'o' },
    { ...common, type: 'exited', state: 'End', time: START + 1000, output: 'o' },
    { ...common, type: 'ended', time: START + 1000, status: 'SUCCEEDED', output: '"o"' },
  ]);
});
