import { answerSource } from '../../statemachine/contract/answer-metrics.ts';
import type { Service } from '../services.ts';
import type { AnswersSeen } from './facts.ts';
import { note, wrong, type Commands, type Finding } from './finding.ts';

/** Whether anybody would see that users get answers with status 5XX. */
export function answerFindings(
  { answers, from, invocations, logs }: AnswersSeen,
  { productionTargetGroupId, serviceId }: Service,
  { aws }: Commands,
): readonly Finding[] {
  if (from === 'none')
    return [note('answers', 'those with status 5XX are not seen: answersFrom is none (RUNBOOK.md#blindtoanswers)')];
  if (from === 'access-logs' && logs.length === 0)
    return [
      wrong(
        'answers',
        `VPC Lattice sends access logs of ${serviceId} nowhere: answers with status 5XX are not seen, and a release ` +
          'would be held for that (RUNBOOK.md#blindtoanswers). A deploy makes the subscription. What there is:',
        `${aws} vpc-lattice list-access-log-subscriptions --resource-identifier ${serviceId}`,
      ),
    ];
  // Without requests there is nothing to report: that a group does is known from its first request on.
  if (answers || !invocations) return [];
  const { by, namespace, requests } = answerSource(from);
  return [
    wrong(
      'answers',
      `Lambda counts invocations of production, and ${by} reports nothing of its target group ` +
        `${productionTargetGroupId}: answers with status 5XX are not seen, and a release would be held for that ` +
        '(RUNBOOK.md#blindtoanswers). What is reported:',
      `${aws} cloudwatch list-metrics --namespace ${namespace} --metric-name ${requests}`,
    ),
  ];
}
