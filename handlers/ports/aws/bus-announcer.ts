import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { RELEASE_EVENTS } from '../../../statemachine/contract/names.ts';
import type { Announcer } from '../index.ts';

/**
 * Puts release events on the account's default bus, for rules: docs/release-events.md has the schema.
 *
 * Permission: `events:PutEvents` on the default bus with the condition `events:source` = RELEASE_EVENTS.source.
 * @throws Error when EventBridge takes the request and refuses the event, which it does with status 200
 */
export function busAnnouncer(client: EventBridgeClient): Announcer {
  return {
    async publish(event) {
      const entry = {
        Source: RELEASE_EVENTS.source,
        DetailType: RELEASE_EVENTS.detailType,
        Resources: [event.rollout],
        Time: new Date(event.time),
        Detail: JSON.stringify(event),
      };
      const { Entries: [answer] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      if (answer?.EventId === undefined)
        throw new Error(
          `EventBridge refused ${event.eventId}: ${answer?.ErrorCode ?? 'no reason'} ${answer?.ErrorMessage ?? ''}`,
        );
    },
  };
}

/** Tells several, one after the other; fails when one of them fails, and is then repeated for all. */
export function announceToAll(...announcers: readonly Announcer[]): Announcer {
  return {
    async publish(event) {
      for (const announcer of announcers) await announcer.publish(event);
    },
  };
}
