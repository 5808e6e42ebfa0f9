import { serviceOf } from '../core/service.ts';
import type { EventBus } from './event-bus.ts';
import { INVALID } from './operations/common.ts';
import { putEvents } from './operations/put-events.ts';
import { ruleOperations } from './operations/rules.ts';

/** EventBridge over its default bus. Rules are made by the template. */
export function eventsService(bus: EventBus) {
  return serviceOf({
    name: 'events',
    title: 'EventBridge',
    json: { prefix: 'AWSEvents', version: '1.1' },
    invalid: INVALID,
    operations: { PutEvents: putEvents(bus), ...ruleOperations(bus) },
  });
}
