import { pick } from './attributes.ts';
import { md5OfAttributes } from './digest.ts';
import type { Message } from './queue.ts';

/**
 * A message as ReceiveMessage shows it. Its digest is of the attributes that are shown, as clients verify it. Who sent
 * it is not kept.
 * @param system names of what SQS knows of it
 * @param names of its own attributes, or what they begin with and `.*`
 */
export function describeMessage(message: Message, system: readonly string[], names: readonly string[]): object {
  const wanted = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => names.some((pattern) => asksFor(pattern, name))),
  );
  const systemAttributes = {
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  };
  const digest = md5OfAttributes(wanted);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5,
    Body: message.body,
    ...(system.length > 0 ? { Attributes: pick(systemAttributes, system) } : {}),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest, MessageAttributes: typed(wanted) }),
  };
}

/** `All`, `.*`, a name, or what a name begins with and `.*`. */
function asksFor(pattern: string, name: string): boolean {
  return pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2)));
}

function typed(attributes: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
}
