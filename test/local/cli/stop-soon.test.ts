import { expect, test } from 'vitest';
import { wallClock } from 'local-aws/clock';
import { stopwatch } from 'local-aws/testing';
import { stopSoon } from '../../../local/cli/stop-soon.ts';

test('waits for what is under way', async () => {
  let answered = false;
  const stop = async () => {
    await wallClock.sleep(20);
    answered = true;
  };
  await stopSoon({ stop });
  expect(answered).toBe(true);
});

test('waits for half a second at most, whatever the answers take', async () => {
  const took = stopwatch();
  await stopSoon({ stop: () => new Promise(() => undefined) });
  expect(took()).toBeLessThan(1_500);
});
