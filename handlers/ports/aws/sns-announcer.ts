import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Announcer } from '../index.ts';
import { emailText } from './email-text.ts';

/** SNS takes a subject of at most 100 printable ASCII characters. */
const LONGEST_SUBJECT = 100;

/**
 * Publishes release events to the release-events topic: to programs as JSON, by e-mail as text with a subject. With
 * MessageStructure "json", each protocol gets what stands under its name, and all the others "default" (SNS's API
 * reference, Publish).
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
      const messages = { default: JSON.stringify(event, null, 2), email: emailText(event) };
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          MessageStructure: 'json',
          Message: JSON.stringify(messages),
        }),
      );
    },
  };
}
