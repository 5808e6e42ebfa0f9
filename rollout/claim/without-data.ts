import type { AlarmState } from '../alarms.ts';
import { addSeconds } from '../time.ts';

/**
 * How long an alarm must have been as it is, in seconds, before its silence counts: a day, so that a service that
 * sleeps at night has had its mornings.
 */
const KNOWN_FOR_SECONDS = 24 * 3600;

/** State and configuration of a new alarm are written in the same moment, but not with the same clock. */
const SAME_MOMENT_SECONDS = 60;

/**
 * Whether an alarm has had no data for as long as it has been what it is: it was made, or changed, a day and its own
 * window ago, and has had INSUFFICIENT_DATA ever since. Most often it watches a metric that nobody publishes. It can
 * judge nothing, and a release that it watches is held up and rolled back.
 */
export function neverHadData({ state, since, configuredAt, windowSeconds = 0 }: AlarmState, now: Date): boolean {
  if (state !== 'INSUFFICIENT_DATA' || configuredAt === undefined) return false;
  return (
    since <= addSeconds(configuredAt, SAME_MOMENT_SECONDS) &&
    addSeconds(configuredAt, KNOWN_FOR_SECONDS + windowSeconds) <= now
  );
}

/**
 * @param version that would be released
 * @returns why not, naming the alarms
 */
export function whyWithoutData(states: readonly AlarmState[], version: string, now: Date): string | undefined {
  const silent = states.filter((alarm) => neverHadData(alarm, now));
  if (silent.length === 0) return undefined;
  const list = silent.map(({ name, configuredAt }) => `${name} (since ${configuredAt?.toISOString()})`).join(', ');
  return (
    `alarms that must watch the rollout have never had data as they are, and cannot judge it: ${list}; does a metric ` +
    `of that name and these dimensions exist? {"version":"${version}"} releases it all the same, and then they must ` +
    'have data'
  );
}
