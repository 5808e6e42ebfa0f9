import type { ReleaseEvent } from '../../../../rollout/release-event.ts';
import { answerMetrics, answerSource } from '../../../../statemachine/contract/answer-metrics.ts';
import type { OpenRollout } from '../../../../rollout/record/record.ts';

/** What the ports' tests use alike. */

const ignore = () => undefined;
export const QUIET = { info: ignore, warn: ignore, error: ignore };

/** The environment as infrastructure sets it, whole. */
export const ENVIRONMENT = {
  SERVICE_NAME: 'greetings',
  FUNCTION_NAME: 'greetings-service',
  LATTICE_SERVICE_ID: 'svc-0123456789abcdef0',
  LISTENER_ID: 'listener-0123456789abcdef0',
  PRODUCTION_TARGET_GROUP_ID: 'tg-0123456789abcdef0',
  CANARY_TARGET_GROUP_ID: 'tg-0123456789abcdef1',
  TABLE_NAME: 'rollouts',
  RELEASE_EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:release-events',
};

/** What a function is told besides where answers are counted in access logs. */
export const LOGGED = {
  PRODUCTION_TARGET_GROUP_ARN: 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-0123456789abcdef0',
  CANARY_TARGET_GROUP_ARN: 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-0123456789abcdef1',
};

/** What a function is told besides where the service has a preview. */
export const PREVIEWED = { PREVIEW_ALIAS: 'preview' };

/** What a function is told besides where versions get provisioned concurrency. */
export const PROVISIONED = { PROVISIONED_CONCURRENCY: '5' };

/** What a function is told besides where the listener is one of others. */
export const OTHERS = { EXISTING_LISTENER: 'yes', PREVIEW_TARGET_GROUP_ID: 'tg-0123456789abcdef2' };
/** What a function is told besides where the aliases have a prefix. */
export const PREFIXED = { ALIAS_PREFIX: 'lattice-' };

/** VPC Lattice's own metrics of two target groups. */
export const ANSWERS = {
  canary: answerMetrics(answerSource(), () => 'tg-c'),
  production: answerMetrics(answerSource(), () => 'tg-p'),
};

export const PROMOTED_EVENT: ReleaseEvent = {
  eventId: 'one/promoted',
  kind: 'promoted',
  service: 'greetings',
  rollout: 'one',
  version: '8',
  previousVersion: '7',
  time: '2026-01-05T09:00:00.000Z',
  message: 'version 8 is production',
};

export const OPEN_ROLLOUT: OpenRollout = {
  id: 'arn:aws:states:eu-west-1:123456789012:execution:machine:one',
  phase: 'advancing',
  version: '8',
  previousVersion: '7',
  claimedAt: '2026-01-05T09:00:00.000Z',
  confirmedWeight: 0,
  intendedWeight: 10,
  productionMoved: false,
};
