import { z } from 'zod';
import { arnOf, askedByTheService, on } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { Clock } from '../../core/clock.ts';
import { listed } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import { attributesOf, pick } from '../attributes.ts';
import type { Queues } from '../queues.ts';
import { INVALID } from './common.ts';

/** Between two purges of a queue, as SQS wants it. */
const PURGE_MS = 60_000;

/** What is done to queues. One has a policy of its own, so that the service asks; see `Queues.authorize`. */
export function queueOperations(queues: Queues, clock: Clock) {
  return {
    PurgeQueue: operation({
      needs: askedByTheService,
      input: z.strictObject({ QueueUrl: z.string() }),
      run({ QueueUrl }, caller) {
        const queue = queues.queueAt(QueueUrl);
        queues.authorize(queue, 'sqs:PurgeQueue', caller);
        const now = clock.now();
        if (queue.purgedAt !== undefined && now - queue.purgedAt < PURGE_MS) {
          throw new AwsError(
            'PurgeQueueInProgress',
            `Only one PurgeQueue operation on ${queue.settings.name} is allowed every 60 seconds.`,
          );
        }
        queue.purge(now);
        return {};
      },
    }),

    GetQueueUrl: operation({
      needs: askedByTheService,
      input: z.strictObject({ QueueName: z.string() }),
      run({ QueueName }, caller) {
        const queue = queues.queueAt(QueueName);
        queues.authorize(queue, 'sqs:GetQueueUrl', caller);
        return { QueueUrl: queue.url };
      },
    }),

    ListQueues: operation({
      needs: on((_input, place) => arnOf(place, 'sqs', '*')),
      input: z.strictObject({
        QueueNamePrefix: z.string().default(''),
        MaxResults: z.int().min(1).max(1000).optional(),
        NextToken: z.string().min(1).optional(),
      }),
      run({ QueueNamePrefix, MaxResults, NextToken }) {
        const named = queues.all().filter(({ settings }) => settings.name.startsWith(QueueNamePrefix));
        return listed(
          'QueueUrls',
          named,
          { NextToken, limit: MaxResults },
          {
            id: ({ url }) => url,
            show: ({ url }) => url,
            standard: 1000,
            invalid: INVALID,
          },
        );
      },
    }),

    GetQueueAttributes: operation({
      needs: askedByTheService,
      input: z.strictObject({ QueueUrl: z.string(), AttributeNames: z.array(z.string()).default([]) }),
      run({ AttributeNames, QueueUrl }, caller) {
        const queue = queues.queueAt(QueueUrl);
        queues.authorize(queue, 'sqs:GetQueueAttributes', caller);
        const attributes = attributesOf(queue, clock.now());
        const unknown = AttributeNames.find((name) => name !== 'All' && !Object.hasOwn(attributes, name));
        if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
        return { Attributes: pick(attributes, AttributeNames) };
      },
    }),
  };
}
