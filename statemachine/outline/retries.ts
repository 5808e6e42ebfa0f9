import { ErrorName } from '../contract/errors.ts';
import { TASK_ROWS, type RolloutFunction } from '../contract/functions.ts';
import { LAMBDA_REFUSES, type RetryPolicy } from '../contract/retry-policy.ts';

/** The retry policies by name. Every handler may run twice: it reads the record and finds its own work done. */

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

/** Somebody else changes the same alias or listener at this moment; each service has its own name for it. */
const CONFLICTS = ['ConflictException', 'ResourceConflictException'] as const;

/**
 * Services of an account that all release at once, or its other programs, use up a quota: a matter of waiting, each for
 * another time. A conflict passes as well, and may not undo a release that has baked at 100 %. 2 + 4 + 8 + 16 + 32 =
 * 62 s, then 15 x 60 = 900 s, 962 s at the longest; drawn between 0 and that, half of it on average. Nobody is at risk
 * for longer: an alarm, a message or an abort rolls back whatever this execution waits for. With 250 services that
 * start in the same second no task needs more than half of the attempts (`npm run bench -- --only growth`).
 */
export const THROTTLED: RetryPolicy = {
  // The last is Lambda's own, when the account runs as many functions as it may; a check gives up on it sooner.
  errors: [...TOO_MANY_CALLS, ...CONFLICTS, LAMBDA_REFUSES],
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
  // No task fails with what only an answer is called.
  errors: Object.values(ErrorName).filter(
    (name) => name !== ErrorName.HookFailed && name !== ErrorName.ConcurrencyNotReady,
  ),
  intervalSeconds: 1,
  maxAttempts: 0,
  backoffRate: 1,
};

/**
 * A crash, a failing service: every handler may run again, and one lost call is no
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
    ...CONFLICTS,
    'InternalServerException',
    'InternalServerError',
    'ServiceException',
    'ServiceUnavailableException',
    'TimeoutError',
  ],
};

/**
 * The rollback's first task, when Lambda has no room for it: 1 + 2 + 4 = 7 s. Then the machine itself revokes the claim
 * and writes the listener; only what comes after that may wait for long.
 */
export const BRIEFLY_REFUSED: RetryPolicy = {
  errors: [LAMBDA_REFUSES],
  intervalSeconds: 1,
  maxAttempts: 3,
  backoffRate: 2,
};

/**
 * Between two rounds of that. A round makes at most 35 events of the history, so that half of an execution's 25,000 is
 * enough for three hours of them.
 */
export const LAMBDA_RECOVERS_SECONDS = 30;

/** What each kind of task retries, whichever function it invokes. */
export const ADVANCE_RETRIES = [VERDICTS, TRANSIENT, THROTTLED, TIMED_OUT, ANYTHING_ELSE] as const;
export const ROLL_BACK_RETRIES = [BAD_ARGUMENTS, BRIEFLY_REFUSED, UNDER_STRESS, ROLL_BACK] as const;
export const CONFIRM_RETRIES = [BAD_ARGUMENTS, UNTIL_CONFIRMED] as const;

/** All policies of a task that invokes this function: first what the function has for its own errors. */
export const retriesOf = (name: RolloutFunction, ofTask: readonly RetryPolicy[]): readonly RetryPolicy[] => [
  ...(TASK_ROWS[name].retries ?? []),
  ...ofTask,
];

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
