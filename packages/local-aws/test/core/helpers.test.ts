import { describe, expect, it } from 'vitest';
import { every, nextMinute } from '../../src/core/every.ts';
import { physicalName } from '../../src/core/physical-name.ts';
import { seededRandom } from '../../src/core/random.ts';
import { unlessAborted } from '../../src/core/unless-aborted.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';

describe('every', () => {
  it('runs at the first moment and each period after it, until it is cancelled', async () => {
    const clock = new VirtualClock(0);
    const times: number[] = [];
    const cancel = every(clock, 60, 100, (at) => times.push(at));
    await clock.runUntil(220);
    cancel();
    await clock.runUntil(1_000);
    expect(times).toEqual([100, 160, 220]);
  });

  it('can be cancelled by its own task', async () => {
    const clock = new VirtualClock(0);
    const times: number[] = [];
    const cancel = every(clock, 60, 60, (at) => {
      times.push(at);
      cancel();
    });
    await clock.runUntil(1_000);
    expect(times).toEqual([60]);
  });
});

describe('nextMinute', () => {
  it('is the end of the minute that is going on', () => {
    expect([nextMinute(0), nextMinute(59_999), nextMinute(60_000)]).toEqual([60_000, 60_000, 120_000]);
  });
});

describe('physicalName', () => {
  it('is stack, logical id and twelve random characters', () => {
    expect(physicalName({ stackName: 'Stack', logicalId: 'Topic1' }, seededRandom(1))).toMatch(
      /^Stack-Topic1-[A-Za-z0-9]{12}$/,
    );
  });

  it('is cut to what the service takes, and stays unique', () => {
    const name = () => physicalName({ stackName: 'S'.repeat(60), logicalId: 'L' }, random, 64);
    const random = seededRandom(1);
    const [first, second] = [name(), name()];
    expect(first).toHaveLength(64);
    expect(first).not.toBe(second);
  });
});

describe('work that cannot be interrupted', () => {
  it('is waited for', async () => {
    expect(await unlessAborted(Promise.resolve('done'), new AbortController().signal)).toBe('done');
    await expect(unlessAborted(Promise.reject(new Error('broke')), new AbortController().signal)).rejects.toThrow(
      'broke',
    );
  });

  it('is waited for no longer when the signal aborts, and may fail afterwards', async () => {
    const controller = new AbortController();
    const clock = new VirtualClock(0);
    const work = clock.sleep(10).then(() => {
      throw new Error('nobody hears of it');
    });
    const waiting = unlessAborted(work, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await clock.runUntil(20);
    await expect(unlessAborted(work, controller.signal)).rejects.toThrow('enough');
  });
});
