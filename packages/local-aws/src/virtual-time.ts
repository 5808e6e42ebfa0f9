import type { VirtualClock } from './core/virtual-clock.ts';

/** Moves the time of a cloud that was made with `clock: 'virtual'`. */
export interface VirtualTime {
  /**
   * Lets this many simulated seconds pass: jumps from one scheduled moment to the next, and stands still at each while
   * a function runs, a request is under way or a stack is being deployed.
   * @throws Error when time is being moved already
   */
  advance(seconds: number): Promise<void>;
  /**
   * Lets time pass until an answer is neither undefined nor false; asks before each scheduled moment.
   * @param withinSeconds simulated; a day unless told
   * @returns that answer
   * @throws Error when there was none in time, or time is being moved already
   */
  advanceUntil<T>(ask: () => Answer<T> | Promise<Answer<T>>, withinSeconds?: number): Promise<T>;
}

type Answer<T> = T | undefined | false;

const DAY_SECONDS = 86_400;

export function virtualTime(clock: VirtualClock): VirtualTime {
  let moving = false;
  const alone = async <T>(move: () => Promise<T>): Promise<T> => {
    if (moving) throw new Error('time is being moved already; wait for that to end');
    moving = true;
    return move().finally(() => {
      moving = false;
    });
  };
  return {
    advance: (seconds) => alone(() => clock.runUntil(clock.now() + seconds * 1000)),
    advanceUntil: <T>(ask: () => Answer<T> | Promise<Answer<T>>, withinSeconds = DAY_SECONDS) =>
      alone(async () => {
        const limit = clock.now() + withinSeconds * 1000;
        // What is due at this very moment comes first.
        await clock.runUntil(clock.now());
        do {
          const answer = await ask();
          if (answer !== undefined && answer !== false) return answer;
        } while (await clock.runNext(limit));
        throw new Error(`nothing came of it within ${withinSeconds} simulated seconds`);
      }),
  };
}
