import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ScaledClock, wallClock } from '../../src/core/clock.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';

const START = Date.UTC(2026, 0, 5, 9, 0, 0);

describe('VirtualClock', () => {
  test('stands still until it is told to move', async () => {
    const clock = new VirtualClock(START);
    await Promise.resolve();
    expect(clock.now()).toBe(START);
    await clock.runUntil(START + 1_500);
    expect(clock.now()).toBe(START + 1_500);
  });

  test('runs timers in order of time, then of scheduling, each at its own moment', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    for (const [name, delay] of [
      ['late', 20],
      ['first of two', 10],
      ['second of two', 10],
      ['at once', 0],
    ] as const) {
      clock.schedule(delay, () => ran.push(`${name} at ${clock.now()}`));
    }
    await clock.runUntil(100);
    expect(ran).toEqual(['at once at 0', 'first of two at 10', 'second of two at 10', 'late at 20']);
  });

  test('lets everything that a timer set off settle before the next one runs', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    const setOff = async () => {
      await Promise.resolve();
      await Promise.resolve();
      ran.push('set off');
      clock.schedule(0, () => ran.push('scheduled by it'));
    };
    clock.schedule(1, () => {
      void setOff();
    });
    clock.schedule(2, () => ran.push('next'));
    await clock.runUntil(10);
    expect(ran).toEqual(['set off', 'scheduled by it', 'next']);
  });

  test('runs no timer that is cancelled or after the limit', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    clock.schedule(1, () => ran.push('cancelled'))();
    clock.schedule(11, () => ran.push('after the limit'));
    await clock.runUntil(10);
    expect([ran, clock.now()]).toEqual([[], 10]);
  });

  test('stops where a condition is met, or says that it never was', async () => {
    const clock = new VirtualClock(0);
    let count = 0;
    for (const at of [1, 2, 3]) clock.schedule(at, () => count++);
    expect([await clock.runWhile(() => count < 2, 10), clock.now()]).toEqual([true, 2]);
    expect(await clock.runWhile(() => count < 9, 10)).toBe(false);
  });

  test('runs one timer at a time, or says that none is due', async () => {
    const clock = new VirtualClock(0);
    const ran: number[] = [];
    for (const at of [1, 2, 30]) clock.schedule(at, () => ran.push(at));
    expect([await clock.runNext(10), ran, clock.now()]).toEqual([true, [1], 1]);
    expect([await clock.runNext(10), await clock.runNext(10), ran, clock.now()]).toEqual([true, false, [1, 2], 2]);
  });

  test('stopped, it forgets what was scheduled and schedules nothing more', async () => {
    const clock = new VirtualClock(0);
    const task = vi.fn<() => void>();
    clock.schedule(1, task);
    clock.stop();
    clock.schedule(2, task)();
    await clock.runUntil(10);
    expect(task).not.toHaveBeenCalled();
  });
});

describe('ScaledClock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: START }));
  afterEach(() => void vi.useRealTimers());

  test('runs from its start, as many times as fast as the wall as it was told', () => {
    const start = Date.UTC(2031, 0, 1);
    const clock = new ScaledClock(60, start);
    vi.advanceTimersByTime(1_000);
    expect(clock.now()).toBe(start + 60_000);
  });

  test("starts at the wall's time unless told", () => {
    expect(new ScaledClock(60).now()).toBe(START);
  });

  test('waits a sixtieth of the time at speed 60', async () => {
    const clock = new ScaledClock(60);
    const task = vi.fn<() => void>();
    clock.schedule(60_000, task);
    await vi.advanceTimersByTimeAsync(999);
    expect(task).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(task).toHaveBeenCalledOnce();
  });

  test('holds delays that are longer than a timer of Node.js can be', async () => {
    const task = vi.fn<() => void>();
    new ScaledClock(1).schedule(30 * 24 * 3_600_000, task);
    await vi.advanceTimersByTimeAsync(29 * 24 * 3_600_000);
    expect(task).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(task).toHaveBeenCalledOnce();
  });

  test('stopped, it forgets what was scheduled, schedules nothing more, and time goes on', async () => {
    const clock = new ScaledClock(60);
    const task = vi.fn<() => void>();
    clock.schedule(60_000, task);
    void clock.sleep(60_000).then(task);
    clock.stop();
    clock.schedule(0, task)();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(task).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    expect(clock.now()).toBe(START + 600_000);
  });

  test.each([0, -1, Number.NaN, Infinity])('rejects the speed %d', (speed) => {
    expect(() => new ScaledClock(speed)).toThrow(`speed must be above 0, got ${speed}`);
    expect(() => new ScaledClock(1).setSpeed(speed)).toThrow(`speed must be above 0, got ${speed}`);
  });

  test('runs at another speed from now on: no moment is skipped, and what waits keeps its moment', async () => {
    const clock = new ScaledClock(60);
    const task = vi.fn<(at: number) => void>();
    clock.schedule(120_000, () => task(clock.now()));
    const cancel = clock.schedule(121_000, () => task(0));
    await vi.advanceTimersByTimeAsync(1_000);
    clock.setSpeed(10);
    expect(clock.now()).toBe(START + 60_000);
    await vi.advanceTimersByTimeAsync(5_999);
    expect(task).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(task.mock.calls).toEqual([[START + 120_000]]);
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('forgets what was scheduled before a change of speed when it is stopped', () => {
    const clock = new ScaledClock(60);
    clock.schedule(60_000, () => undefined);
    clock.setSpeed(1);
    clock.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a sleep', () => {
  test('ends with the reason of the signal that aborts it, and leaves no timer', async () => {
    vi.useFakeTimers();
    try {
      const controller = new AbortController();
      const sleeping = wallClock.sleep(60_000, controller.signal);
      controller.abort(new Error('enough'));
      await expect(sleeping).rejects.toThrow('enough');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('does not begin when the signal was aborted before', async () => {
    const clock = new VirtualClock(0);
    await expect(clock.sleep(1, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});
