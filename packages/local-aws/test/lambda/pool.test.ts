import { expect, test } from 'vitest';
import type { FunctionProcess, Job, ProcessEvents } from '../../src/lambda/function-process.ts';
import { failure, type Outcome } from '../../src/lambda/outcome.ts';
import { Pool } from '../../src/lambda/pool.ts';

const BROKEN = failure('Runtime.ExitError', 'Error: no process could be started: its folder is gone', 0);

/** A process that the test makes ready, busy or broken. */
class FakeProcess {
  ready = false;
  starting = true;
  idleSince = 0;
  readonly exit = Promise.resolve();
  readonly jobs: Job[] = [];
  readonly events: ProcessEvents;

  constructor(events: ProcessEvents) {
    this.events = events;
  }

  get load(): number {
    return this.jobs.length;
  }

  run(job: Job): void {
    this.jobs.push(job);
  }

  drain(): void {}
  kill(): void {}

  becomeReady(): void {
    this.starting = false;
    this.ready = true;
    this.events.available();
  }

  fail(): void {
    this.starting = false;
    this.events.ended(BROKEN);
  }

  finish(): void {
    this.jobs.shift();
    this.events.available();
  }
}

function pool() {
  const started: FakeProcess[] = [];
  const made = new Pool({
    size: 4,
    idleMs: 1000,
    start: (events) => {
      const process = new FakeProcess(events);
      started.push(process);
      return process as unknown as FunctionProcess;
    },
  });
  const outcomes: Outcome[] = [];
  const job = (): Job => ({ ...({} as Omit<Job, 'finish'>), finish: (outcome) => void outcomes.push(outcome) });
  return { pool: made, started, outcomes, job };
}

test('does not start process after process while none can be started: who waits gets the busy one', () => {
  const { pool: functions, started, outcomes, job } = pool();
  functions.run(job());
  started[0]?.becomeReady();
  functions.run(job());
  expect(started).toHaveLength(2);
  started[1]?.fail();
  expect(started).toHaveLength(2);
  expect(outcomes).toEqual([]);
  started[0]?.finish();
  expect(started[0]?.load).toBe(1);
});

test('tells everybody who waits why no process could be started, when there is no other', () => {
  const { pool: functions, started, outcomes, job } = pool();
  functions.run(job());
  functions.run(job());
  started[0]?.fail();
  expect(outcomes).toEqual([BROKEN, BROKEN]);
  expect(started).toHaveLength(1);
});

test('tries again with the next invocation', () => {
  const { pool: functions, started, job } = pool();
  functions.run(job());
  started[0]?.fail();
  functions.run(job());
  expect(started).toHaveLength(2);
});
