import { answerMetrics, type AnswersFrom, answerSource } from '../../../statemachine/contract/answer-metrics.ts';

/** As the machine's definition and the ports are told. */
export const FUNCTION_NAME = 'orders';
export const TARGET_GROUPS = { production: 'tg-production', canary: 'tg-canary' } as const;
export const LISTENER = {
  serviceId: 'svc-1',
  listenerId: 'listener-1',
  productionTargetGroupId: TARGET_GROUPS.production,
  canaryTargetGroupId: TARGET_GROUPS.canary,
} as const;

/** By what the ports ask for answers. Here a target group has one name for its id and its ARN. */
export const answersOf = (from: AnswersFrom) => ({
  production: answerMetrics(answerSource(from), () => TARGET_GROUPS.production),
  canary: answerMetrics(answerSource(from), () => TARGET_GROUPS.canary),
});
