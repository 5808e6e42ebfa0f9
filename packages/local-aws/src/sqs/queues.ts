import { AwsError } from '../core/aws-error.ts';
import type { Cancel, Clock } from '../core/clock.ts';
import { MINUTE_MS, every, nextMinute } from '../core/every.ts';
import type { Random } from '../core/random.ts';
import type { Caller, Log, MetricSink, Place, QueueSender } from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { Queue, type QueueSettings } from './queue.ts';

export interface QueuesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  readonly log: Log;
  readonly metrics: MetricSink;
  readonly access: AccessControl;
  /**
   * Where queues' URLs point: clients send there whatever endpoint they are set to. AWS's own address unless told,
   * which is then of use only as a name.
   */
  readonly endpointUrl?: () => string;
}

/** SQS standard queues. Each minute the number of visible messages of every queue becomes a metric. */
export class Queues implements QueueSender {
  private readonly options: QueuesOptions;
  private readonly queues = new Map<string, Queue>();
  private stopMetrics: Cancel | undefined;

  constructor(options: QueuesOptions) {
    this.options = options;
  }

  /** Creates the queue, or writes the settings of a known one. */
  putQueue(settings: QueueSettings): Queue {
    const { clock, place, endpointUrl = () => `https://sqs.${place.region}.amazonaws.com` } = this.options;
    this.stopMetrics ??= every(clock, MINUTE_MS, nextMinute(clock.now()), (at) => this.recordMetrics(at));
    const known = this.queues.get(settings.name);
    if (known !== undefined) {
      known.settings = settings;
      known.modifiedAt = clock.now();
      return known;
    }
    const arn = `arn:aws:sqs:${place.region}:${place.account}:${settings.name}`;
    const url = `${endpointUrl()}/${place.account}/${settings.name}`;
    const queue = new Queue(settings, { arn, url }, clock.now());
    this.queues.set(settings.name, queue);
    return queue;
  }

  removeQueue(name: string): void {
    this.queues.delete(name);
  }

  all(): readonly Queue[] {
    return [...this.queues.values()];
  }

  /**
   * A queue by its name, ARN or URL; only the last part of a URL counts, whatever host the caller reached it by.
   *
   * @throws AwsError QueueDoesNotExist
   */
  queueAt(address: string): Queue {
    const queue = this.queues.get(address.split(/[:/]/).at(-1) ?? '');
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${address}`);
    return queue;
  }

  /** @throws AwsError QueueDoesNotExist, or AccessDenied when the queue's policy keeps the caller out */
  async send(request: {
    queueArn: string;
    body: string;
    attributes?: Readonly<Record<string, string>>;
    caller: Caller;
  }): Promise<void> {
    const { clock, random } = this.options;
    const queue = this.queueAt(request.queueArn);
    this.authorize(queue, 'sqs:SendMessage', request.caller);
    queue.send(request.body, request.attributes ?? {}, random, clock.now());
  }

  /** Without a policy of the queue's own only the account itself gets in. @throws AwsError AccessDenied */
  authorize(queue: Queue, action: string, caller: Caller): void {
    this.options.access.check(caller, { action, resource: queue.arn }, queue.policy);
  }

  /** Ends the metrics, for good. */
  stop(): void {
    this.stopMetrics?.();
  }

  private recordMetrics(time: number): void {
    for (const [name, queue] of this.queues) {
      const value = queue.counts(time).visible;
      this.options.metrics.record({
        namespace: 'AWS/SQS',
        name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: name },
        value,
        unit: 'Count',
        time,
      });
    }
  }
}
