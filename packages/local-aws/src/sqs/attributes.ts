import type { Queue } from './queue.ts';

/** In bytes, of a message and its attributes together: 1 MiB. */
export const MOST_BYTES = 1_048_576;

/** Names that GetQueueAttributes takes, of what a queue may have or not have. */
const OPTIONAL = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'];

/** What GetQueueAttributes tells of a queue; an attribute that it has not is undefined. */
export function attributesOf(queue: Queue, now: number): Record<string, string | undefined> {
  const { delayed, hidden, visible } = queue.counts(now);
  const { kmsKey, managedEncryption = kmsKey === undefined } = queue.settings;
  return {
    ...Object.fromEntries(OPTIONAL.map((name) => [name, undefined])),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    VisibilityTimeout: String(queue.settings.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queue.settings.retentionSeconds),
    MaximumMessageSize: String(MOST_BYTES),
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: String(managedEncryption),
    ...(kmsKey === undefined ? {} : { KmsMasterKeyId: kmsKey, KmsDataKeyReusePeriodSeconds: '300' }),
    ...(queue.policy === undefined ? {} : { Policy: JSON.stringify(queue.policy) }),
  };
}

function seconds(time: number): string {
  return String(Math.floor(time / 1000));
}

/** The values that were asked for by name, without those that are not there; `All` are all. */
export function pick(
  values: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  const wanted = (name: string) => names.includes('All') || names.includes(name);
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value !== undefined && wanted(name) ? [[name, value]] : [])),
  );
}
