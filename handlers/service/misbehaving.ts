import type { Route, Routes } from './router.ts';

/**
 * Releases that are broken on purpose: everything users ask for goes wrong, while the path that the smoke test asks
 * for is fine, so that only real traffic shows it.
 */
export function brokenFor(users: Routes, breakRoute: (route: Route) => Route): Routes {
  return Object.fromEntries(
    Object.entries(users).map(([path, route]) => [path, path === '/health' ? route : breakRoute(route)]),
  );
}

/** Answers with status 500; Lambda sees a success. */
export const answering500 = (): Route => () => ({ status: 500, body: { error: 'the greetings are gone' } });

/** Throws; Lambda counts an error. */
export const throwing = (): Route => () => {
  throw new Error('the greetings are gone');
};

/** Above the 5 seconds from which the canary's duration alarm fires. */
export const SLOW_ANSWER_MS = 6_000;

/** A second below the function's timeout: every request holds a place in the account's concurrency for as long. */
export const HANGING_ANSWER_MS = 14_000;

/** Answers rightly, but late: the delay is real time, as a slow service's is. */
const lateBy =
  (milliseconds: number) =>
  (route: Route): Route =>
  async (query) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return route(query);
  };
export const slowing = lateBy(SLOW_ANSWER_MS);
export const hanging = lateBy(HANGING_ANSWER_MS);
