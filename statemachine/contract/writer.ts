/**
 * Longest time in seconds that a shift or promote handler can still write after its caller gave up on it:
 * its function timeout plus the SDK client's own. A rollback confirms only after this long.
 */
export const WRITER_TIMEOUT_SECONDS = 20;
export const WRITER_LIFETIME_SECONDS = WRITER_TIMEOUT_SECONDS + 10;

/**
 * Shortest settling, in seconds: the life of a writer that dies with its write under way, and of a rollback that saw
 * that write and is about to take it back. With less, such a rollback could wake up when the next rollout has begun,
 * and take its weight away.
 */
export const SHORTEST_SETTLE_SECONDS = 2 * WRITER_LIFETIME_SECONDS;
