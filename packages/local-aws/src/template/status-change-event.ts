import type { CloudEvent } from '../core/types.ts';
import type { StackDescription } from './stack.ts';

/** The event of a deployment's end ("Stack Status Change event detail" in the CloudFormation user guide). */
export function statusChangeEvent({ StackId, StackStatus }: StackDescription): CloudEvent {
  return {
    source: 'aws.cloudformation',
    'detail-type': 'CloudFormation Stack Status Change',
    resources: [StackId],
    detail: {
      'stack-id': StackId,
      'status-details': { status: StackStatus, 'status-reason': '' },
      'client-request-token': '',
    },
  };
}
