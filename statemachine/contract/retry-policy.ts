import { ErrorName } from './errors.ts';

/**
 * What a task does when it fails with one of these errors. Step Functions counts the attempts of each policy of a task
 * on its own, and the first policy that names the error applies.
 */
export interface RetryPolicy {
  readonly errors: readonly string[];
  /** Delay before the first retry, in seconds. */
  readonly intervalSeconds: number;
  /** Retries after the first try; 0 means that these errors are never retried. */
  readonly maxAttempts: number;
  /** What each delay is multiplied by to give the next. */
  readonly backoffRate: number;
  /** Longest delay, in seconds. Without one the delays keep growing. */
  readonly maxDelaySeconds?: number;
  /** Each delay is drawn between 0 and its computed value. */
  readonly jitter?: true;
}

/**
 * An alarm that was on before the release, often because of what the release repairs: 15 x 60 = 900 s for it to go off.
 * After a rollback the errors of the last ten minutes still count, and CloudWatch may need another minute and a half.
 */
export const CANARY_ALARM_ACTIVE: RetryPolicy = {
  errors: [ErrorName.CanaryAlarmActive],
  intervalSeconds: 60,
  maxAttempts: 15,
  backoffRate: 1,
};

/**
 * The release before is still in the windows of the alarms, eleven minutes at the longest, fourteen where answers come
 * late: 30 x 30 = 900 s.
 */
export const CANARY_NOT_QUIET: RetryPolicy = {
  errors: [ErrorName.CanaryNotQuiet],
  intervalSeconds: 30,
  maxAttempts: 30,
  backoffRate: 1,
};

/**
 * A version that Lambda still prepares: new, idle in a VPC for weeks, or under SnapStart. It says so by these names
 * (`Invoke` in Lambda's model) and takes minutes: 30 x 10 = 300 s. None of them is an answer of the version.
 */
export const NOT_READY: RetryPolicy = {
  errors: [
    'CodeArtifactUserPendingException',
    'ENINotReadyException',
    'ResourceNotReadyException',
    'SnapStartNotReadyException',
  ],
  intervalSeconds: 10,
  maxAttempts: 30,
  backoffRate: 1,
};

/**
 * The alias was moved and does not answer with its new version yet: 36 x 5 = 180 s. How long parts of Lambda may take
 * is not published; where some took two minutes, good versions were rolled back. Nobody is at risk for longer: the
 * canary has no weight yet, or has proven itself, and whoever wants a rollback gets it whatever is waited for.
 */
export const VERSION_NOT_VISIBLE: RetryPolicy = {
  errors: [ErrorName.VersionNotVisible],
  intervalSeconds: 5,
  maxAttempts: 36,
  backoffRate: 1,
};

/** How Lambda refuses a call while the account runs as many functions as it may (`Invoke` in Lambda's API). */
export const LAMBDA_REFUSES = 'Lambda.TooManyRequestsException';

/**
 * A check that Lambda refuses: 2 + 4 + 8 + 16 + 3 x 30 = 120 s. No longer, for nobody looks at the canary meanwhile,
 * and it may be the canary that has taken the room.
 */
export const NO_ROOM_TO_LOOK: RetryPolicy = {
  errors: [LAMBDA_REFUSES],
  intervalSeconds: 2,
  maxAttempts: 7,
  backoffRate: 2,
  maxDelaySeconds: 30,
};
