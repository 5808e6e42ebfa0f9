import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import { serviceOf } from '../core/service.ts';
import { INVALID } from './operations/common.ts';
import { messageOperations } from './operations/messages.ts';
import { queueOperations } from './operations/queues.ts';
import type { Queues } from './queues.ts';

/** SQS over queues. They are made by the template. */
export function sqsService(queues: Queues, chance: { clock: Clock; random: Random }) {
  return serviceOf({
    name: 'sqs',
    title: 'SQS',
    json: { prefix: 'AmazonSQS', version: '1.0' },
    queryCodes: {
      InvalidParameterValueException: 'InvalidParameterValue',
      PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
      QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
    },
    invalid: INVALID,
    operations: { ...messageOperations(queues, chance), ...queueOperations(queues, chance.clock) },
  });
}
