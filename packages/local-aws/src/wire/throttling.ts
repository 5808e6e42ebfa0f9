import type { Clock } from '../core/clock.ts';
import type { ServedOperation, Service } from '../core/service.ts';
import { TokenBucket } from '../core/token-bucket.ts';

/**
 * A service as a busy account has it: what comes above a quota is refused as throttled.
 *
 * @param clock that of the callers: code runs in wall time, so its calls are counted by the wall's second even where
 * simulated time is faster
 */
export function throttled(service: Service, clock: Pick<Clock, 'now'>): Service {
  const { throttling, operations } = service;
  if (throttling === undefined) return service;
  const bucketOf = (perSecond = Infinity) => (perSecond === Infinity ? undefined : new TokenBucket(perSecond, clock));
  const shared = bucketOf(throttling.sharedPerSecond);
  const limited = (operation: ServedOperation): ServedOperation => {
    const { call, callsPerSecond } = operation;
    const bucket = callsPerSecond === undefined ? shared : bucketOf(callsPerSecond);
    if (bucket === undefined) return operation;
    return {
      ...operation,
      call: async (input, caller) => (bucket.take() ? call(input, caller) : Promise.reject(throttling.refusal())),
    };
  };
  return {
    ...service,
    operations: Object.fromEntries(Object.entries(operations).map(([name, each]) => [name, limited(each)])),
  };
}
