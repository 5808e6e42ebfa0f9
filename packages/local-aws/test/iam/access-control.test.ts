import { describe, expect, test } from 'vitest';
import { OPERATOR } from '../../src/core/types.ts';
import { AccessControl } from '../../src/iam/access-control.ts';
import type { Statement, TrustPolicy } from '../../src/iam/document.ts';
import { accessOf, PLACE } from '../access.ts';

const SHIFT = { principal: 'arn:aws:iam::123456789012:role/path/shift', session: 'shift-fn' };
const LISTENER = 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-1/listener/listener-1';
const UPDATE = { action: 'vpc-lattice:UpdateListener', resource: LISTENER };
const ALLOWED = { Effect: 'Allow' as const, Action: UPDATE.action, Resource: LISTENER };

function given(statements: readonly Statement[] = []) {
  const lines: string[] = [];
  return { access: accessOf({ statements, log: (service, message) => lines.push(`${service}: ${message}`) }), lines };
}

const SESSION = 'arn:aws:sts::123456789012:assumed-role/shift/shift-fn';

describe('a refusal', () => {
  test("names principal, action and resource in AWS's words, and is in the log", () => {
    const { access, lines } = given();
    const sentence =
      `User: ${SESSION} is not authorized to perform: vpc-lattice:UpdateListener on resource: ${LISTENER} ` +
      'because no identity-based policy allows the vpc-lattice:UpdateListener action';
    expect(() => access.check(SHIFT, UPDATE)).toThrow(
      expect.objectContaining({ name: 'AccessDeniedException', status: 403, message: sentence }) as Error,
    );
    expect(lines).toEqual([`iam: denied: ${sentence}`]);
  });

  test('says that a policy denies', () => {
    const { access } = given([ALLOWED, { ...ALLOWED, Effect: 'Deny' }]);
    expect(() => access.check(SHIFT, UPDATE)).toThrow(
      /on resource: \S+ with an explicit deny in an identity-based policy$/,
    );
  });

  test('says for what a service acts', () => {
    const caller = { principal: 'sns.amazonaws.com', sourceArn: 'arn:aws:sns:eu-west-1:123456789012:t' };
    const access = { action: 'lambda:InvokeFunction', resource: 'arn:aws:lambda:eu-west-1:123456789012:function:fn' };
    expect(() => given().access.check(caller, access)).toThrow(
      new RegExp(
        '^Service: sns.amazonaws.com for arn:aws:sns:\\S+:t is not .* ' +
          'because no resource-based policy allows the lambda:InvokeFunction action$',
      ),
    );
  });

  test.each([
    ['cloudwatch:DescribeAlarms', 'AccessDenied', 403],
    ['dynamodb:GetItem', 'AccessDeniedException', 400],
    ['events:PutEvents', 'AccessDeniedException', 400],
    ['lambda:UpdateAlias', 'AccessDeniedException', 403],
    ['sns:Publish', 'AuthorizationError', 403],
    ['sqs:SendMessage', 'AccessDenied', 403],
    ['states:StartExecution', 'AccessDeniedException', 400],
  ])('of %s is %s with status %i', (action, name, status) => {
    expect(() => given().access.check(SHIFT, { action, resource: '*' })).toThrow(
      expect.objectContaining({ name, status }) as Error,
    );
  });
});

describe('what is allowed', () => {
  test('is silent', () => {
    const { access, lines } = given([ALLOWED]);
    access.check(SHIFT, UPDATE);
    expect(access.allows(SHIFT, UPDATE)).toBe(true);
    expect(lines).toEqual([]);
  });

  test('is everything to the operator, unless a resource denies it', () => {
    const { access } = given();
    expect(() => access.check(OPERATOR, UPDATE)).not.toThrow();
    const deny = { ...ALLOWED, Effect: 'Deny' as const, Principal: '*' as const };
    expect(() => access.check(OPERATOR, UPDATE, { Version: '2012-10-17', Statement: [deny] })).toThrow(
      'User: operator is not authorized',
    );
  });

  test('is nothing to a role that is gone', () => {
    const access = new AccessControl({ place: PLACE, identities: { find: () => undefined }, log: () => undefined });
    expect(access.allows(SHIFT, UPDATE)).toBe(false);
  });

  test.each<[string, NonNullable<Statement['Condition']>, boolean]>([
    ['its role', { ArnEquals: { 'aws:PrincipalArn': SHIFT.principal } }, true],
    ['its account', { StringEquals: { 'aws:PrincipalAccount': PLACE.account } }, true],
    ['the Region', { StringEquals: { 'aws:RequestedRegion': PLACE.region } }, true],
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['a source, which only services have', { ArnLike: { 'aws:SourceArn': '*' } }, false],
    ['a key that this action does not have', { StringEquals: { 'cloudwatch:namespace': 'LatticeCanary' } }, false],
  ])('may depend on %s', (_what, Condition, expected) => {
    expect(given([{ ...ALLOWED, Condition }]).access.allows(SHIFT, UPDATE)).toBe(expected);
  });
});

const trust = (Condition?: Statement['Condition']): TrustPolicy => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com' },
      Action: 'sts:AssumeRole',
      ...(Condition !== undefined && { Condition: Condition as never }),
    },
  ],
});

describe('the trust policy of a role', () => {
  const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:m';

  test('lets in the service it names', () => {
    const access = accessOf({
      trust: trust({
        ArnLike: { 'aws:SourceArn': 'arn:aws:states:eu-west-1:123456789012:stateMachine:*' },
        StringEquals: { 'aws:SourceAccount': PLACE.account },
      }),
    });
    expect(() => access.checkTrust(SHIFT.principal, 'states.amazonaws.com', MACHINE)).not.toThrow();
  });

  test('rejects another service, naming the role and the service', () => {
    expect(() => accessOf({ trust: trust() }).checkTrust(SHIFT.principal, 'lambda.amazonaws.com')).toThrow(
      'the role shift cannot be assumed by lambda.amazonaws.com: its trust policy does not allow it sts:AssumeRole',
    );
  });

  test('rejects its service for what a condition leaves out', () => {
    const access = accessOf({ trust: trust({ ArnEquals: { 'aws:SourceArn': `${MACHINE}2` } }) });
    expect(() => access.checkTrust(SHIFT.principal, 'states.amazonaws.com', MACHINE)).toThrow(
      `cannot be assumed by states.amazonaws.com for ${MACHINE}`,
    );
  });

  test('rejects a role that does not exist', () => {
    const access = new AccessControl({ place: PLACE, identities: { find: () => undefined }, log: () => undefined });
    expect(() => access.checkTrust(SHIFT.principal, 'lambda.amazonaws.com')).toThrow(
      `there is no role ${SHIFT.principal}, which lambda.amazonaws.com is to use`,
    );
  });
});
