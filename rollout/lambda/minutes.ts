/**
 * Times in milliseconds beyond which requests are counted, a factor of 2.25 apart from 4 ms to 2.6 s: a median lies
 * within a factor of 1.5 of one of them. Beyond that the alarm on the duration watches.
 */
export const TIMES = [4, 9, 20, 46, 103, 231, 519, 1168, 2627] as const;

/**
 * Statistics that one look asks CloudWatch for, of both sides: four sums, and how many took longer than each of the
 * times.
 */
export const STATISTICS_A_LOOK = 2 * (4 + TIMES.length);
