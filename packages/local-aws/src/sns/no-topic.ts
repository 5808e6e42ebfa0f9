import { AwsError } from '../core/aws-error.ts';

const ARN_ELEMENTS = 6;

/** Why nothing is found at an ARN: no topic, or no ARN at all, which AWS was recorded to tell apart. */
export function noTopicAt(arn: string): AwsError {
  const elements = arn.split(':').length;
  return elements < ARN_ELEMENTS
    ? new AwsError(
        'InvalidParameter',
        `Invalid parameter: TopicArn Reason: An ARN must have at least ${ARN_ELEMENTS} elements, not ${elements}`,
      )
    : new AwsError('NotFound', `Topic does not exist: ${arn}`, 404);
}
