import { wallClock } from './clock.ts';

const LOOK_MS = 20;

/**
 * Asks an API again and again until it says something. A test's own time limit ends it otherwise.
 * @returns the first answer that is not undefined
 */
export async function until<T>(ask: () => Promise<T | undefined>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wallClock.sleep(LOOK_MS, signal);
  }
}

/** For {@link until}: `true` or nothing yet. */
export function yes(condition: boolean): true | undefined {
  return condition || undefined;
}
