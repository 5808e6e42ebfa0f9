import type { Random } from '../core/random.ts';
import type { ResourcePolicy } from '../iam/document.ts';
import { md5 } from './digest.ts';

export interface QueueSettings {
  readonly name: string;
  /** How long a received message is hidden; 30 s unless told. */
  readonly visibilityTimeoutSeconds: number;
  /** 4 days unless told. */
  readonly retentionSeconds: number;
  /** Encryption changes nothing that a laptop could show, but for what GetQueueAttributes says. */
  readonly kmsKey?: string;
  /** By a key of SQS's own: on without a key of KMS, unless told. */
  readonly managedEncryption?: boolean;
}

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  receiptHandle?: string;
}

/** Messages a queue holds; beyond that the oldest goes. SQS has no such limit, a laptop has. */
const CAPACITY = 10_000;

/** A standard queue. */
export class Queue {
  readonly arn: string;
  readonly url: string;
  settings: QueueSettings;
  policy?: ResourcePolicy;
  readonly createdAt: number;
  /** When its settings were last written. */
  modifiedAt: number;
  /** When it was last emptied at once. */
  purgedAt?: number;
  private messages: Message[] = [];

  constructor(settings: QueueSettings, names: { arn: string; url: string }, createdAt: number) {
    this.settings = settings;
    this.arn = names.arn;
    this.url = names.url;
    this.createdAt = createdAt;
    this.modifiedAt = createdAt;
  }

  send(body: string, attributes: Readonly<Record<string, string>>, random: Random, now: number, delayMs = 0): Message {
    const message: Message = {
      id: random.uuid(),
      body,
      md5: md5(body),
      attributes,
      sentAt: now,
      visibleAt: now + delayMs,
      receiveCount: 0,
    };
    this.messages.push(message);
    if (this.messages.length > CAPACITY) this.messages.shift();
    return message;
  }

  /** Takes the oldest visible messages and hides them for the visibility timeout. */
  receive(
    limit: number,
    random: Random,
    now: number,
    hideSeconds = this.settings.visibilityTimeoutSeconds,
  ): readonly Message[] {
    this.expire(now);
    const taken = this.messages.filter((message) => message.visibleAt <= now).slice(0, limit);
    for (const message of taken) {
      message.visibleAt = now + hideSeconds * 1000;
      message.receiveCount++;
      message.firstReceivedAt ??= now;
      message.receiptHandle = random.hex(32);
    }
    return taken;
  }

  /** Whether there was a message that was last received with the handle. */
  delete(receiptHandle: string): boolean {
    const before = this.messages.length;
    this.messages = this.messages.filter((message) => message.receiptHandle !== receiptHandle);
    return this.messages.length < before;
  }

  /** Forgets every message, received or not. */
  purge(now: number): void {
    this.messages = [];
    this.purgedAt = now;
  }

  counts(now: number): { visible: number; hidden: number; delayed: number } {
    this.expire(now);
    const visible = this.messages.filter((message) => message.visibleAt <= now).length;
    const delayed = this.messages.filter((message) => message.visibleAt > now && message.receiveCount === 0).length;
    return { visible, delayed, hidden: this.messages.length - visible - delayed };
  }

  private expire(now: number): void {
    const oldest = now - this.settings.retentionSeconds * 1000;
    this.messages = this.messages.filter((message) => message.sentAt > oldest);
  }
}
