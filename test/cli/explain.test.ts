import { describe, expect, it } from 'vitest';
import { explain, isTransient } from '../../cli/explain.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';

const named = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

describe('an error', () => {
  it.each<[string, Error, string]>([
    [
      'a refused connection',
      named('Error', 'connect ECONNREFUSED 127.0.0.1:4566', { code: 'ECONNREFUSED', address: '127.0.0.1', port: 4566 }),
      'nothing answers at 127.0.0.1:4566: connect ECONNREFUSED 127.0.0.1:4566; is the Region right, or ' +
        'should npm run local be running?',
    ],
    [
      'a refused connection to a name with two addresses',
      Object.assign(new AggregateError([named('Error', 'connect ECONNREFUSED ::1:1', { code: 'ECONNREFUSED' })], ''), {
        code: 'ECONNREFUSED',
      }),
      'nothing answers: connect ECONNREFUSED ::1:1',
    ],
    [
      'a name that does not resolve',
      named('Error', 'getaddrinfo ENOTFOUND states.eu-nowhere-1.amazonaws.com', { code: 'ENOTFOUND' }),
      'nothing answers: getaddrinfo ENOTFOUND states.eu-nowhere-1.amazonaws.com',
    ],
    [
      'expired credentials',
      named('ExpiredTokenException', 'The security token included in the request is expired'),
      'the AWS credentials have expired: log in again',
    ],
    [
      'an expired login',
      named('CredentialsProviderError', 'The SSO session associated with this profile has expired.'),
      'the AWS credentials have expired: log in again',
    ],
    [
      'no credentials',
      named('CredentialsProviderError', 'Could not load credentials from any providers'),
      'no AWS credentials were found: log in, set AWS_PROFILE or give --profile; for the local cloud give --local',
    ],
    [
      'unknown credentials',
      named('UnrecognizedClientException', 'The security token included in the request is invalid.'),
      'AWS does not know these credentials: The security token',
    ],
    [
      'a missing permission',
      named(
        'AccessDeniedException',
        'User: arn:aws:iam::1:user/ada is not authorized to perform: states:StartExecution',
      ),
      'not permitted: User: arn:aws:iam::1:user/ada is not authorized to perform: states:StartExecution ' +
        'docs/policies/operator.json has what',
    ],
    ['no Region', named('Error', 'Region is missing'), 'no Region is set: give --region or set AWS_REGION'],
    ['a throttled call', named('ThrottlingException', 'Rate exceeded'), 'AWS asks to slow down: Rate exceeded'],
    [
      'an unreadable record',
      named('UnreadableRecord', 'item "rollout" cannot be read'),
      'UnreadableRecord: item "rollout" cannot be read; RUNBOOK.md#unreadablerecord',
    ],
    [
      'an error of the contract',
      new ContractError('VersionDrifted', 'alias canary splits'),
      'VersionDrifted: alias canary splits; RUNBOOK.md#versiondrifted',
    ],
    [
      'any other',
      named('ResourceNotFoundException', 'no such function'),
      'ResourceNotFoundException: no such function',
    ],
  ])('says of %s what to do', (_what, error, text) => {
    expect(explain(error)).toContain(text);
  });

  it.each([
    [named('TimeoutError', ''), true],
    [named('Error', '', { code: 'ECONNRESET' }), true],
    [named('ThrottlingException', ''), true],
    [named('InternalFailure', '', { $metadata: { httpStatusCode: 503 } }), true],
    [named('AccessDeniedException', '', { $metadata: { httpStatusCode: 400 } }), false],
    ['a text', false],
  ])('%s may pass by itself: %s', (error, transient) => {
    expect(isTransient(error)).toBe(transient);
  });
});
