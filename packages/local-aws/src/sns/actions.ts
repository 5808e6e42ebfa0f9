import { type Actions, arnOf, ASKED_BY_THE_SERVICE, on, text } from '../iam/actions.ts';

const onTopic = (action: string) => on(`sns:${action}`, (input) => text(input, 'TopicArn'));

export const SNS_ACTIONS: Actions = {
  GetTopicAttributes: onTopic('GetTopicAttributes'),
  ListSubscriptionsByTopic: onTopic('ListSubscriptionsByTopic'),
  ListTopics: on('sns:ListTopics', (_input, place) => arnOf(place, 'sns', '*')),
  Publish: ASKED_BY_THE_SERVICE,
};
