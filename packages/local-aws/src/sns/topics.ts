import { AwsError } from '../core/aws-error.ts';
import type { Cancel, Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { Caller, FunctionInvoker, Log, Place, QueueSender, TopicPublisher } from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import type { ResourcePolicy } from '../iam/document.ts';
import { isService } from '../iam/evaluate.ts';
import type { Messages } from './message-structure.ts';
import { type MessageAttribute, type Notification, lambdaEvent, queueBody } from './notification.ts';
import { noTopicAt } from './no-topic.ts';
import { retryDelayMs } from './retry-delays.ts';

export interface TopicsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  readonly log: Log;
  readonly functions: FunctionInvoker;
  readonly queues: QueueSender;
  readonly access: AccessControl;
  /** Each message is delivered after each of these, in simulated milliseconds. Once, at once, unless told. */
  readonly deliveredAfterMs?: readonly number[];
}

export interface TopicSettings {
  readonly name: string;
  readonly displayName?: string;
  /** Key that encrypts the topic; `alias/aws/sns` is the AWS-managed one. */
  readonly kmsKey?: string;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'lambda' | 'email' | 'sqs';
  readonly endpoint: string;
  /** Queues only: the message itself instead of the notification around it. */
  readonly raw: boolean;
  readonly deadLetterArn?: string;
}

/** An e-mail that would have been sent. */
export interface Email {
  readonly to: string;
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  readonly time: number;
}

interface Topic extends TopicSettings {
  readonly arn: string;
  policy?: ResourcePolicy;
}

/** E-mails kept for display; older ones go. */
const OUTBOX_LENGTH = 200;

/** Of a message and its attributes together. */
const MOST_BYTES = 262_144;

/** SNS topics. Publishing answers at once; each subscription gets the message at least once, on its own. */
export class Topics implements TopicPublisher {
  /** What e-mail subscriptions got, the newest last. */
  readonly outbox: Email[] = [];
  private readonly options: TopicsOptions;
  private readonly topics = new Map<string, Topic>();
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly waiting = new Set<Cancel>();

  constructor(options: TopicsOptions) {
    this.options = options;
  }

  /** Creates the topic, or writes the settings of a known one. */
  putTopic(settings: TopicSettings): string {
    const { account, region } = this.options.place;
    const arn = `arn:aws:sns:${region}:${account}:${settings.name}`;
    const policy = this.topics.get(arn)?.policy;
    this.topics.set(arn, { ...settings, arn, ...(policy === undefined ? {} : { policy }) });
    return arn;
  }

  /** Removes the topic with its subscriptions. */
  removeTopic(arn: string): void {
    this.topics.delete(arn);
    for (const subscription of this.subscriptions.values())
      if (subscription.topicArn === arn) this.subscriptions.delete(subscription.arn);
  }

  listTopics(): readonly string[] {
    return [...this.topics.keys()].sort();
  }

  /**
   * Sets who may publish, in place of the default policy, under which anyone of the account may.
   *
   * @throws AwsError NotFound, InvalidParameter for what is no ARN
   */
  setPolicy(topicArn: string, policy: ResourcePolicy | undefined): void {
    const topic = this.topicAt(topicArn);
    if (policy === undefined) delete topic.policy;
    else topic.policy = policy;
  }

  /**
   * Subscribes, at once: a local endpoint need not confirm.
   *
   * @param arn of a subscription that is written again; a new one unless told
   * @throws AwsError NotFound, InvalidParameter for what is no ARN
   */
  subscribe(
    subscription: Omit<Subscription, 'arn'>,
    arn = `${subscription.topicArn}:${this.options.random.uuid()}`,
  ): string {
    this.topicAt(subscription.topicArn);
    this.subscriptions.set(arn, { ...subscription, arn });
    return arn;
  }

  subscriptionAt(arn: string): Subscription | undefined {
    return this.subscriptions.get(arn);
  }

  /** @throws AwsError NotFound, InvalidParameter for what is no ARN */
  subscriptionsOf(topicArn: string): readonly Subscription[] {
    this.topicAt(topicArn);
    return [...this.subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn);
  }

  /** As GetTopicAttributes has them. @throws AwsError NotFound, InvalidParameter for what is no ARN */
  attributesOf(topicArn: string): Readonly<Record<string, string>> {
    const { displayName = '', kmsKey, policy } = this.topicAt(topicArn);
    return {
      TopicArn: topicArn,
      Owner: this.options.place.account,
      DisplayName: displayName,
      SubscriptionsConfirmed: String(this.subscriptionsOf(topicArn).length),
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
      ...(kmsKey === undefined ? {} : { KmsMasterKeyId: kmsKey }),
      ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
    };
  }

  unsubscribe(arn: string): void {
    this.subscriptions.delete(arn);
  }

  /**
   * @throws AwsError NotFound, InvalidParameter, or AuthorizationError when a policy or the topic's key keeps the
   * caller out
   */
  async publish(request: {
    topicArn: string;
    message: string;
    /** What each protocol gets in place of the message. */
    byProtocol?: Messages;
    subject?: string;
    caller: Caller;
    attributes?: Readonly<Record<string, MessageAttribute>>;
  }): Promise<{ messageId: string }> {
    const { topicArn, message, byProtocol, subject, caller, attributes = {} } = request;
    const topic = this.topicAt(topicArn);
    const { clock, random } = this.options;
    this.authorizePublish(topic, caller);
    if (message === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
    if (sizeOf(message, attributes) > MOST_BYTES)
      throw new AwsError(
        'InvalidParameter',
        `Invalid parameter: Message too long: at most ${MOST_BYTES} bytes with its attributes`,
      );
    if (subject !== undefined && (subject === '' || subject.length > 100 || /[^\u0020-\u007E]/.test(subject)))
      throw new AwsError('InvalidParameter', 'Invalid parameter: Subject');
    const notification: Notification = {
      messageId: random.uuid(),
      topicArn,
      message,
      attributes,
      time: clock.now(),
      ...(subject === undefined ? {} : { subject }),
    };
    for (const subscription of this.subscriptions.values())
      if (subscription.topicArn === topicArn)
        this.deliverEach(
          { ...notification, message: byProtocol?.[subscription.protocol] ?? byProtocol?.default ?? message },
          subscription,
        );
    return { messageId: notification.messageId };
  }

  /** Gives up what is still to be tried, or tried again. */
  stop(): void {
    for (const cancel of this.waiting) cancel();
    this.waiting.clear();
  }

  private topicAt(arn: string): Topic {
    const topic = this.topics.get(arn);
    if (topic === undefined) throw noTopicAt(arn);
    return topic;
  }

  /** A topic without a policy has the default one, under which the services of the account may publish. */
  private authorizePublish({ arn, kmsKey, policy }: Topic, caller: Caller): void {
    const service = isService(caller);
    if (service && kmsKey === 'alias/aws/sns') {
      this.options.log(
        'sns',
        `${arn} refused a message of ${caller.principal}: the AWS-managed key of SNS lets no service in`,
      );
      throw new AwsError(
        'AuthorizationError',
        `${caller.principal} cannot publish to ${arn}: the AWS-managed key of SNS lets no service in`,
        403,
      );
    }
    if (service && policy === undefined) return;
    this.options.access.check(caller, { action: 'sns:Publish', resource: arn }, policy);
  }

  private deliverEach(notification: Notification, subscription: Subscription): void {
    const { deliveredAfterMs: all = [0] } = this.options;
    const attempt = () => void this.attempt(notification, subscription, 1);
    for (const afterMs of all)
      if (afterMs === 0) attempt();
      else this.later(afterMs, attempt);
  }

  private later(afterMs: number, task: () => void): void {
    const cancel = this.options.clock.schedule(afterMs, () => {
      this.waiting.delete(cancel);
      task();
    });
    this.waiting.add(cancel);
  }

  /** A missing permission or endpoint is not worth another attempt; everything else is tried again. */
  private async attempt(notification: Notification, subscription: Subscription, attempts: number): Promise<void> {
    try {
      await this.deliver(notification, subscription);
    } catch (error) {
      const permanent = error instanceof AwsError && error.status < 500 && error.status !== 429;
      const delay = permanent ? undefined : retryDelayMs(attempts);
      if (delay === undefined) return this.giveUp(notification, subscription, String(error));
      this.later(delay, () => void this.attempt(notification, subscription, attempts + 1));
    }
  }

  private async deliver(
    notification: Notification,
    { arn, endpoint, protocol, raw, topicArn }: Subscription,
  ): Promise<void> {
    const { functions, place, queues } = this.options;
    const caller = { principal: 'sns.amazonaws.com', sourceArn: topicArn };
    if (protocol === 'lambda')
      return functions.invokeAsync({
        functionArn: endpoint,
        payload: JSON.stringify(lambdaEvent(notification, arn, place)),
        caller,
      });
    if (protocol === 'sqs')
      return queues.send({
        queueArn: endpoint,
        body: raw ? notification.message : JSON.stringify(queueBody(notification, arn, place)),
        caller,
      });
    const subject = notification.subject ?? 'AWS Notification Message';
    this.outbox.push({ to: endpoint, topicArn, subject, message: notification.message, time: notification.time });
    if (this.outbox.length > OUTBOX_LENGTH) this.outbox.shift();
  }

  private async giveUp(
    notification: Notification,
    { arn, deadLetterArn, endpoint, topicArn }: Subscription,
    why: string,
  ): Promise<void> {
    const { log, place, queues } = this.options;
    log('sns', `message ${notification.messageId} was not delivered to ${endpoint}: ${why}`);
    if (deadLetterArn === undefined) return;
    const body = JSON.stringify(queueBody(notification, arn, place));
    const sent = queues.send({
      queueArn: deadLetterArn,
      body,
      caller: { principal: 'sns.amazonaws.com', sourceArn: topicArn },
    });
    await sent.catch((error: unknown) => log('sns', `nor to the dead-letter queue ${deadLetterArn}: ${String(error)}`));
  }
}

function sizeOf(message: string, attributes: Readonly<Record<string, MessageAttribute>>): number {
  const parts = Object.entries(attributes).flatMap(([name, { Type, Value }]) => [name, Type, Value]);
  return [message, ...parts].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}
