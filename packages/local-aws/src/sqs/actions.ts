import { type Actions, arnOf, ASKED_BY_THE_SERVICE, on } from '../iam/actions.ts';

/** A queue has a policy of its own, so that the service asks; see `Queues.authorize`. */
export const SQS_ACTIONS: Actions = {
  DeleteMessage: ASKED_BY_THE_SERVICE,
  GetQueueAttributes: ASKED_BY_THE_SERVICE,
  GetQueueUrl: ASKED_BY_THE_SERVICE,
  ListQueues: on('sqs:ListQueues', (_input, place) => arnOf(place, 'sqs', '*')),
  PurgeQueue: ASKED_BY_THE_SERVICE,
  ReceiveMessage: ASKED_BY_THE_SERVICE,
  SendMessage: ASKED_BY_THE_SERVICE,
};
