import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Announcer } from '../index.ts';

/** SNS takes a subject of at most 100 printable ASCII characters. */
const LONGEST_SUBJECT = 100;

/**
 * Publishes release events to the release-events topic: the event as JSON, with a subject for people with e-mail.
 *
 * Permission: `sns:Publish` on the release-events topic. Delivery is at least once; `eventId` tells doubles apart.
 */
export function snsAnnouncer(client: SNSClient, topicArn: string): Announcer {
  return {
    async publish(event) {
      // The version of a revert is the one that is back, which was not itself reverted.
      const what =
        event.kind === 'reverted' ? `reverted to version ${event.version}` : `version ${event.version} ${event.kind}`;
      const subject = `${event.service}: ${what}`.replaceAll(/[^\x20-\x7E]/g, '?').slice(0, LONGEST_SUBJECT);
      await client.send(
        new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: JSON.stringify(event, null, 2) }),
      );
    },
  };
}
