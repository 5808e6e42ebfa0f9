/**
 * For every client: Lambda allows an account 15 control-plane calls a second, shared with every deployment, and a
 * person would rather wait than start again. Ten attempts with the SDK's backoff, up to 20 s each, ride out minutes.
 */
export const RETRIES = { maxAttempts: 10, retryMode: 'standard' } as const;
