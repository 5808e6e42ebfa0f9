import { describe, expect, it } from 'vitest';
import {
  ANYTHING_ELSE,
  BAD_ARGUMENTS,
  BRIEFLY_REFUSED,
  longestDelay,
  THROTTLED,
  TIMED_OUT,
  TRANSIENT,
  ROLL_BACK,
  UNDER_STRESS,
  UNTIL_CONFIRMED,
} from '../../statemachine/outline/retries.ts';
import {
  CANARY_ALARM_ACTIVE,
  CANARY_NOT_QUIET,
  NO_ROOM_TO_LOOK,
  NOT_READY,
  VERSION_NOT_VISIBLE,
} from '../../statemachine/contract/retry-policy.ts';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { stateOf } from '../../verify/asl-graph.ts';
import { definitionOf } from '../../verify/definition.ts';

describe('the retry policies', () => {
  it.each([
    ['a transient error of Lambda', TRANSIENT, 1 + 2 + 4 + 8 + 16],
    ['a quota that is used up', THROTTLED, 2 + 4 + 8 + 16 + 32 + 15 * 60],
    ['a timeout', TIMED_OUT, 2 + 2],
    ['an alarm that was on before', CANARY_ALARM_ACTIVE, 15 * 60],
    ['a release before that alarms still count', CANARY_NOT_QUIET, 30 * 30],
    ['an alias that does not answer yet', VERSION_NOT_VISIBLE, 36 * 5],
    ['a version that Lambda still prepares', NOT_READY, 30 * 10],
    ['anything else', ANYTHING_ELSE, 2 + 4 + 8],
    ['a rollback', ROLL_BACK, 1 + 2 + 4 + 8 + 16 + 32 + 4 * 60],
    ['a rollback that is confirmed', UNTIL_CONFIRMED, 1 + 2 + 4 + 8 + 16 + 32 + 119 * 60],
    ['a check that Lambda has no room for', NO_ROOM_TO_LOOK, 120],
    ['a rollback that Lambda has no room for', BRIEFLY_REFUSED, 1 + 2 + 4],
    ['wrong arguments', BAD_ARGUMENTS, 0],
  ])('wait at the longest as long as the comment says: %s', (_, policy, seconds) => {
    expect(longestDelay(policy)).toBe(seconds);
  });

  it('keep rolling back under stress, and confirming, for an hour on average, jitter taking half of each delay', () => {
    expect(UNDER_STRESS.jitter).toBe(true);
    expect(longestDelay(UNDER_STRESS) / 2).toBeGreaterThanOrEqual(3600);
  });

  it('name everything by which AWS refuses a call for a quota or a conflict, forward and back', () => {
    const byServices = [
      'ThrottlingException',
      'Throttling',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
      'TooManyRequestsException',
    ];
    const conflicts = ['ConflictException', 'ResourceConflictException'];
    expect(THROTTLED.errors).toEqual([...byServices, ...conflicts, 'Lambda.TooManyRequestsException']);
    expect(UNDER_STRESS.errors).toEqual(expect.arrayContaining([...byServices, ...conflicts]));
  });

  const transient = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'];
  const timedOut = ['States.Timeout', 'Sandbox.Timedout'];
  const verdicts = Object.values(ErrorName).filter((name) => name !== 'HookFailed' && name !== 'ConcurrencyNotReady');
  const notReady = [
    'CodeArtifactUserPendingException',
    'ENINotReadyException',
    'ResourceNotReadyException',
    'SnapStartNotReadyException',
  ];
  const advance = [verdicts, transient, THROTTLED.errors, timedOut, ['States.ALL']];

  it.each([
    ['Claim the rollout', [['CanaryAlarmActive'], ['CanaryNotQuiet'], ...advance]],
    ['Smoke-test the canary', [['VersionNotVisible'], notReady, ...advance]],
    ['Confirm the new production', [['VersionNotVisible'], notReady, ...advance]],
    ['Shift to 10%', advance],
    ['Promote the canary', advance],
    ['Close the rollout', advance],
    ['Check alarms at 10%', [['Lambda.TooManyRequestsException'], ...advance]],
    ['Roll back', [['InvalidInput'], ['Lambda.TooManyRequestsException'], UNDER_STRESS.errors, ['States.ALL']]],
    ['Confirm production has everything', [['InvalidInput'], ['States.ALL']]],
    ['Announce the rollback', [['InvalidInput'], ['States.ALL']]],
  ])('apply to %s', (state, errors) => {
    expect(stateOf(definitionOf(), state).Retry?.map((retrier) => retrier.ErrorEquals)).toEqual(errors);
  });

  it('render the capped and jittered backoff', () => {
    expect(stateOf(definitionOf(), 'Roll back').Retry?.at(-1)).toEqual({
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 1,
      MaxAttempts: 10,
      BackoffRate: 2,
      MaxDelaySeconds: 60,
      JitterStrategy: 'FULL',
    });
    expect(stateOf(definitionOf(), 'Roll back').Retry?.at(-2)).toMatchObject({
      MaxAttempts: 125,
      MaxDelaySeconds: 60,
      JitterStrategy: 'FULL',
    });
    expect(stateOf(definitionOf(), 'Check alarms at 10%').Retry?.at(3)).toMatchObject({
      IntervalSeconds: 2,
      MaxAttempts: 20,
      MaxDelaySeconds: 60,
      JitterStrategy: 'FULL',
    });
  });
});
