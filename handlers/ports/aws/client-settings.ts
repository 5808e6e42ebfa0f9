/**
 * Timeouts and retries of every AWS client, in one place.
 *
 * One attempt ends after at most 3 s. Three attempts, with the SDK's backoff of at most 50 and 100 ms between
 * them, end within 9.2 s; three throttled answers come back at once and wait at most 1 and 2 s, each lengthened
 * by at most 5 s when the service asks for it (Retry-After), 13 s in all. Both are well within
 * WRITER_TIMEOUT_SECONDS (20), so a call that fails does so under its own name and not as a timeout of the function.
 * A request that was sent and given up has at most these 3 s of its own when the function is killed, which the
 * 10 s that WRITER_LIFETIME_SECONDS adds to the function's timeout cover.
 * Source of the backoff: @smithy/core, standard retry mode.
 */
export const ATTEMPTS = 3;
export const CONNECTION_TIMEOUT_MS = 1_000;
export const REQUEST_TIMEOUT_MS = 3_000;

export const CLIENT_SETTINGS = {
  maxAttempts: ATTEMPTS,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Without it the SDK only logs a warning and goes on waiting.
    throwOnRequestTimeout: true,
  },
} as const;

/**
 * For what nobody waits for, the alias `preview` and leftovers: three calls of one attempt each take 4.5 s at the
 * longest, and a roll-back function has them to spare. A claim that fails by one is tried again by the machine.
 */
export const PREVIEW_TIMEOUT_MS = 1_500;
export const PREVIEW_SETTINGS = {
  ...CLIENT_SETTINGS,
  maxAttempts: 1,
  requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: PREVIEW_TIMEOUT_MS },
} as const;

/**
 * For invoking the service itself: a cold start and a slow answer are the service's own and may take a while,
 * and one invocation is one try, since the caller counts them.
 */
export const INVOKE_TIMEOUT_MS = 10_000;
export const INVOKER_SETTINGS = {
  ...CLIENT_SETTINGS,
  maxAttempts: 1,
  requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: INVOKE_TIMEOUT_MS },
} as const;
