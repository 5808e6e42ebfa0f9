import type { Random } from '../core/random.ts';
import type { CloudEvent, Place } from '../core/types.ts';

/** An event as rules and targets see it. */
export interface BusEvent extends CloudEvent {
  readonly version: '0';
  readonly id: string;
  readonly account: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly region: string;
}

/** Gives an event what EventBridge adds; its detail becomes plain JSON, as on the wire. */
export function busEvent(event: CloudEvent, place: Place, random: Random, now: number): BusEvent {
  const plain = JSON.parse(JSON.stringify({ resources: event.resources, detail: event.detail })) as Pick<
    CloudEvent,
    'resources' | 'detail'
  >;
  return {
    version: '0',
    id: random.uuid(),
    'detail-type': event['detail-type'],
    source: event.source,
    account: place.account,
    time: isoSeconds(now),
    region: place.region,
    ...plain,
  };
}

export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
