import { expect, test } from 'vitest';
import { VirtualClock } from 'local-aws/clock';
import { startLoad } from '../../../local/traffic/load.ts';
import type { Answer } from '../../../local/traffic/tally.ts';

const good: Answer = { status: 200, version: '1', release: '1.0.0' };

function given({ rps, send = () => Promise.resolve(good) }: { rps: number; send?: () => Promise<Answer> }) {
  const clock = new VirtualClock(0);
  let closed = false;
  const load = startLoad({
    sender: { send, close: () => (closed = true) },
    rps,
    clock,
    simulatedNow: () => clock.now() * 60,
  });
  return { clock, load, isClosed: () => closed };
}

test.each([1, 7, 400, 1000])('sends exactly %i requests a second, without drift', async (rps) => {
  const { clock, load } = given({ rps });
  await clock.runUntil(10_000);
  expect(load.report()).toMatchObject({ sent: rps * 10, answered: rps * 10, skipped: 0 });
});

test('goes on sending while answers are outstanding', async () => {
  const { clock, load } = given({ rps: 100, send: () => new Promise(() => undefined) });
  await clock.runUntil(5_000);
  expect(load.report()).toMatchObject({ sent: 500, answered: 0 });
});

test('skips, and says so, when thousands are under way', async () => {
  const { clock, load } = given({ rps: 1000, send: () => new Promise(() => undefined) });
  await clock.runUntil(5_000);
  expect(load.report()).toMatchObject({ sent: 4_000, skipped: 1_000 });
});

test('catches up at most a tenth of a second after a standstill', async () => {
  let now = 0;
  const ticks: (() => void)[] = [];
  const clock = { now: () => now, schedule: (_delay: number, task: () => void) => (ticks.push(task), () => undefined) };
  const load = startLoad({
    sender: { send: () => Promise.resolve(good), close: () => undefined },
    rps: 100,
    clock,
    simulatedNow: () => 0,
  });
  now = 3_600_000;
  ticks.at(-1)?.();
  expect(load.report()).toMatchObject({ sent: 10, skipped: 359_990 });
});

test('counts per version what was asked, what failed, and when, in simulated time', async () => {
  const answers: Answer[] = [
    good,
    { status: 500, version: '2', release: '2.1.0-errors' },
    { status: 200, version: '2', release: '' },
  ];
  const { clock, load } = given({ rps: 1, send: () => Promise.resolve(answers.shift() ?? good) });
  await clock.runUntil(4_000);
  expect(load.report().versions).toMatchObject([
    {
      version: '1',
      release: '1.0.0',
      requests: 2,
      failures: 0,
      firstFailureAt: undefined,
      firstAt: 60_000,
      lastAt: 240_000,
    },
    { version: '2', release: '2.1.0-errors', requests: 2, failures: 1, firstFailureAt: 120_000, lastAt: 180_000 },
  ]);
});

test('a broken connection is counted and belongs to no version', async () => {
  const { clock, load } = given({ rps: 1, send: () => Promise.reject(new Error('ECONNRESET')) });
  await clock.runUntil(2_000);
  expect(load.report()).toMatchObject({ sent: 2, answered: 0, unanswered: 2, firstBreak: 'ECONNRESET', versions: [] });
});

test('stops when what was under way is answered', async () => {
  const pending: ((answer: Answer) => void)[] = [];
  const { clock, load, isClosed } = given({ rps: 1, send: () => new Promise((resolve) => pending.push(resolve)) });
  await clock.runUntil(1_000);
  const stopped = load.stop();
  await clock.runUntil(10_000);
  expect([load.report().sent, isClosed()]).toEqual([1, false]);
  pending[0]?.(good);
  await stopped;
  expect([load.report().answered, isClosed()]).toEqual([1, true]);
});
