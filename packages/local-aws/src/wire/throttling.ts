import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { TokenBucket } from '../core/token-bucket.ts';
import type { Operations } from '../core/types.ts';
import type { ServiceName } from './services.ts';

/** Calls that share one allowance. */
interface Limit {
  readonly perSecond: number;
  readonly covers: (operation: string) => boolean;
}

interface Throttling {
  readonly limits: readonly Limit[];
  /** The service's own refusal. */
  readonly refusal: () => AwsError;
}

const only = (name: string) => (operation: string) => operation === name;
const allBut =
  (...names: readonly string[]) =>
  (operation: string) =>
    !names.includes(operation);

/**
 * The quotas of an account in a Region that a release can meet ("CloudWatch service quotas", "Lambda quotas"); the
 * others are in the hundreds and thousands a second.
 */
const THROTTLING: Readonly<Partial<Record<ServiceName, Throttling>>> = {
  monitoring: {
    limits: [
      { perSecond: 9, covers: only('DescribeAlarms') },
      { perSecond: 3, covers: only('SetAlarmState') },
    ],
    refusal: () => new AwsError('ThrottlingException', 'Rate exceeded', 400),
  },
  lambda: {
    limits: [
      { perSecond: 15, covers: allBut('Invoke', 'GetFunction', 'GetPolicy') },
      { perSecond: 100, covers: only('GetFunction') },
      { perSecond: 15, covers: only('GetPolicy') },
    ],
    refusal: () => new AwsError('TooManyRequestsException', 'Rate exceeded', 429),
  },
};

type Services = Readonly<Partial<Record<ServiceName, Operations>>>;

/**
 * The services as a busy account has them: what comes above a quota is refused as throttled.
 *
 * @param clock that of the callers: code runs in wall time, so its calls are counted by the wall's second even where
 * simulated
 *   time is faster
 */
export function throttled(services: Services, clock: Pick<Clock, 'now'>): Services {
  return Object.fromEntries(
    Object.entries(services).map(([service, operations]) => {
      const throttling = THROTTLING[service as ServiceName];
      return [service, throttling === undefined ? operations : limited(operations, throttling, clock)];
    }),
  );
}

function limited(operations: Operations, { limits, refusal }: Throttling, clock: Pick<Clock, 'now'>): Operations {
  const buckets = limits.map(({ covers, perSecond }) => ({ covers, bucket: new TokenBucket(perSecond, clock) }));
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => {
      const bucket = buckets.find(({ covers }) => covers(name))?.bucket;
      if (bucket === undefined) return [name, operation];
      return [name, async (input, caller) => (bucket.take() ? operation(input, caller) : Promise.reject(refusal()))];
    }),
  );
}
