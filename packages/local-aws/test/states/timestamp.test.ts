import { describe, expect, test } from 'vitest';
import { failure, run, START, world } from './support.ts';

const until = (Timestamp: string) => ({ Rest: { Type: 'Wait', Timestamp, End: true } });

/** By the calendar, by the clock; V8 makes other times of the first three. */
const NO_TIMES = [
  '2026-02-30T09:00:00Z',
  '2027-02-29T09:00:00Z',
  '2026-01-05T24:00:00Z',
  '2026-13-01T09:00:00Z',
  '2026-01-05T09:00:00+25:00',
];

describe('a Timestamp', () => {
  test.each(NO_TIMES)('is refused in a definition when there is no such time: %s', (at) => {
    expect(() => world().create(until(at))).toThrow(/Timestamp/);
  });

  test.each(NO_TIMES)('fails the evaluation when an expression makes up a time: %s', async (at) => {
    const { execution, seconds } = await run(until(`{% '${at}' %}`));
    expect(failure(execution)).toEqual({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      // As AWS was recorded to say of the 13th month.
      cause:
        "An error occurred while executing the state 'Rest' (entered at the event id #2). The Timestamp field cannot " +
        `be parsed as an ISO-8601 extended offset date-time format string: ${at}`,
    });
    expect(seconds()).toBe(0);
  });

  test.each([
    ['a day that only some years have', '2028-02-29T09:00:00Z', 785 * 86_400],
    ['nearly 2^31 s', '2094-01-23T12:14:07.000000001Z', 2 ** 31 - 1],
  ])('is waited for: %s', async (_, at, seconds) => {
    const w = world();
    w.create(until(at));
    const execution = await w.start();
    await w.clock.runUntil(START + (seconds - 1) * 1000);
    expect(execution.status).toBe('RUNNING');
    await w.clock.runUntil(START + seconds * 1000);
    expect(execution.status).toBe('SUCCEEDED');
  });

  test.each(['2094-01-23T12:14:08Z', "{% '9999-12-31T23:59:59Z' %}"])(
    'fails when it is 2^31 s away: %s',
    async (at) => {
      const { execution, seconds } = await run(until(at));
      expect(failure(execution)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
      expect(failure(execution).cause).toContain("The field 'Timestamp' is more than 2147483647 seconds away");
      expect(seconds()).toBe(0);
    },
  );
});
