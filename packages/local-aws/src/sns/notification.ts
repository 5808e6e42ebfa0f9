import type { Place } from '../core/types.ts';

export interface MessageAttribute {
  readonly Type: string;
  readonly Value: string;
}

/** A message as it was published. */
export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Simulated milliseconds. */
  readonly time: number;
}

/** Nothing here is signed: the field is there because AWS's message has it. */
const SIGNATURE = 'the local cloud does not sign';

/** The event that a function subscribed to a topic gets ("Using Lambda with Amazon SNS"): always one record. */
export function lambdaEvent(notification: Notification, subscriptionArn: string, place: Place): object {
  const { attributes, message, messageId, subject, time, topicArn } = notification;
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          Type: 'Notification',
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: subject ?? null,
          Message: message,
          Timestamp: new Date(time).toISOString(),
          SignatureVersion: '1',
          Signature: SIGNATURE,
          SigningCertUrl: signingCertUrl(place),
          UnsubscribeUrl: unsubscribeUrl(subscriptionArn, place),
          MessageAttributes: attributes,
        },
      },
    ],
  };
}

/**
 * The body that a queue subscribed to a topic gets; the names of the two links differ from those of the Lambda event.
 */
export function queueBody(notification: Notification, subscriptionArn: string, place: Place): object {
  const { attributes, message, messageId, subject, time, topicArn } = notification;
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: new Date(time).toISOString(),
    SignatureVersion: '1',
    Signature: SIGNATURE,
    SigningCertURL: signingCertUrl(place),
    UnsubscribeURL: unsubscribeUrl(subscriptionArn, place),
    ...(Object.keys(attributes).length > 0 ? { MessageAttributes: attributes } : {}),
  };
}

function signingCertUrl({ region }: Place): string {
  return `https://sns.${region}.amazonaws.com/SimpleNotificationService-local.pem`;
}

function unsubscribeUrl(subscriptionArn: string, { region }: Place): string {
  return `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}
