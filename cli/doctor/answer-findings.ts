import type { AnswersFrom } from '../../statemachine/contract/plan.ts';
import type { Reports } from '../ports.ts';
import type { Service } from '../services.ts';
import { note, wrong, type Commands, type Finding } from './finding.ts';

/** Whether anybody would see that users get answers with status 5XX. */
export function answerFindings(
  { answers, invocations }: Reports,
  answersFrom: AnswersFrom | undefined,
  { productionTargetGroupId }: Service,
  { aws }: Commands,
): readonly Finding[] {
  if (answersFrom === 'none')
    return [note('answers', 'those with status 5XX are not seen: answersFrom is none (RUNBOOK.md#blindtoanswers)')];
  // Without requests there is nothing to report: that a group does is known from its first request on.
  if (answers || !invocations) return [];
  return [
    wrong(
      'answers',
      `Lambda counts invocations of production, and VPC Lattice reports nothing of its target group ` +
        `${productionTargetGroupId}: answers with status 5XX are not seen, and a release would be held for that ` +
        '(RUNBOOK.md#blindtoanswers). What is reported:',
      `${aws} cloudwatch list-metrics --namespace AWS/VpcLattice --metric-name TotalRequestCount`,
    ),
  ];
}
