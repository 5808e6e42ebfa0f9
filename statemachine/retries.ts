import { Duration } from 'aws-cdk-lib/core';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { ErrorName } from './contract/errors.ts';

/**
 * The retry policies by name. Step Functions counts the attempts of each policy of a task on its own, and the
 * first policy that names the error applies. Every handler may run twice: it reads the record and finds its own
 * work done.
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

/** Lambda could not take the call: 1 + 2 + 4 + 8 + 16 = 31 s. */
export const TRANSIENT: RetryPolicy = {
  errors: ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'],
  intervalSeconds: 1,
  maxAttempts: 5,
  backoffRate: 2,
};

/**
 * How services refuse what is too much for a quota, after the client's own three attempts. CloudWatch uses the first
 * two.
 */
const TOO_MANY_CALLS = [
  'ThrottlingException',
  'Throttling',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
] as const;

/**
 * Services of an account that all release at once, or its other programs, use up a quota: a matter of waiting, each for
 * another time. 2 + 4 + 8 + 16 + 32 = 62 s, then 15 x 60 = 900 s, 962 s at the longest; drawn between 0 and that, half
 * of it on average. Nobody is at risk for longer: an alarm, a message or an abort rolls back whatever this execution
 * waits for. With 250 services that start in the same second no task needs more than half of the attempts (`npm run
 * bench -- --only growth`).
 */
export const THROTTLED: RetryPolicy = {
  // The last is Lambda's own, when the account runs as many functions as it may.
  errors: [...TOO_MANY_CALLS, 'Lambda.TooManyRequestsException'],
  intervalSeconds: 2,
  maxAttempts: 20,
  backoffRate: 2,
  maxDelaySeconds: 60,
  jitter: true,
};

/**
 * The task's timeout or the function's own (Lambda calls it Sandbox.Timedout): 2 x 2 = 4 s. Only twice, because
 * each try may cost the whole timeout while nobody looks at the alarms.
 */
export const TIMED_OUT: RetryPolicy = {
  errors: ['States.Timeout', 'Sandbox.Timedout'],
  intervalSeconds: 2,
  maxAttempts: 2,
  backoffRate: 1,
};

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

/** The alias was moved and does not answer with its new version yet: 12 x 5 = 60 s. */
export const VERSION_NOT_VISIBLE: RetryPolicy = {
  errors: [ErrorName.VersionNotVisible],
  intervalSeconds: 5,
  maxAttempts: 12,
  backoffRate: 1,
};

/** Arguments that are wrong stay wrong. */
export const BAD_ARGUMENTS: RetryPolicy = {
  errors: [ErrorName.InvalidInput],
  intervalSeconds: 1,
  maxAttempts: 0,
  backoffRate: 1,
};

/**
 * What our own code says by name is a verdict, and asking again would not change it. Policies for single names go
 * before this one.
 */
export const VERDICTS: RetryPolicy = {
  errors: Object.values(ErrorName),
  intervalSeconds: 1,
  maxAttempts: 0,
  backoffRate: 1,
};

/**
 * A crash, a conflict, a failing service: every handler may run again, and one lost call is no
 * reason to roll a release back. 2 + 4 + 8 = 14 s.
 */
export const ANYTHING_ELSE: RetryPolicy = {
  errors: ['States.ALL'],
  intervalSeconds: 2,
  maxAttempts: 3,
  backoffRate: 2,
};

/**
 * The rollback's first task: 1 + 2 + 4 + 8 + 16 + 32 = 63 s, then 4 x 60 = 240 s, 303 s at the longest. No longer:
 * whatever keeps the roll-back function from working may not keep the watchdog, which has a function and a role of its
 * own and stands back as long as this execution is alive.
 */
export const ROLL_BACK: RetryPolicy = {
  errors: ['States.ALL'],
  intervalSeconds: 1,
  maxAttempts: 10,
  backoffRate: 2,
  maxDelaySeconds: 60,
  jitter: true,
};

/**
 * Once production has its requests, confirming and announcing do not give up: an hour of delays on average. 63 s as
 * above, then 119 x 60 = 7140 s, 7203 s at the longest; drawn between 0 and that, half of it on average.
 */
export const UNTIL_CONFIRMED: RetryPolicy = { ...ROLL_BACK, maxAttempts: 125 };

/**
 * AWS is in trouble: VPC Lattice, DynamoDB or Lambda's control plane throttle or fail. The watchdog meets the same, so
 * that it is no loss that it stands back, and once the claim is revoked it does not. The names are those of the
 * services' models and of the SDK's time-out.
 */
export const UNDER_STRESS: RetryPolicy = {
  ...UNTIL_CONFIRMED,
  errors: [
    ...TOO_MANY_CALLS,
    'InternalServerException',
    'InternalServerError',
    'ServiceException',
    'ServiceUnavailableException',
    'ConflictException',
    'ResourceConflictException',
    'TimeoutError',
  ],
};

/** What each kind of task retries. */
export const ADVANCE_RETRIES = [VERDICTS, TRANSIENT, THROTTLED, TIMED_OUT, ANYTHING_ELSE] as const;
export const CLAIM_RETRIES = [CANARY_ALARM_ACTIVE, ...ADVANCE_RETRIES] as const;
export const SMOKE_TEST_RETRIES = [VERSION_NOT_VISIBLE, ...ADVANCE_RETRIES] as const;
export const ROLL_BACK_RETRIES = [BAD_ARGUMENTS, UNDER_STRESS, ROLL_BACK] as const;
export const CONFIRM_RETRIES = [BAD_ARGUMENTS, UNTIL_CONFIRMED] as const;

/** Sum of a policy's delays at their longest, in seconds. */
export function longestDelay(policy: RetryPolicy): number {
  let sum = 0;
  let delay = policy.intervalSeconds;
  for (let attempt = 0; attempt < policy.maxAttempts; attempt += 1) {
    sum += Math.min(delay, policy.maxDelaySeconds ?? delay);
    delay *= policy.backoffRate;
  }
  return sum;
}

/** The policy in the words of CDK. */
export function toRetryProps(policy: RetryPolicy): RetryProps {
  return {
    errors: [...policy.errors],
    interval: Duration.seconds(policy.intervalSeconds),
    maxAttempts: policy.maxAttempts,
    backoffRate: policy.backoffRate,
    ...(policy.maxDelaySeconds === undefined ? {} : { maxDelay: Duration.seconds(policy.maxDelaySeconds) }),
    ...(policy.jitter ? { jitterStrategy: JitterType.FULL } : {}),
  };
}
