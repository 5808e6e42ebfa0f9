import { expect, test } from 'vitest';
import { OPERATOR } from '../../src/core/types.ts';
import { AccessControl } from '../../src/iam/access-control.ts';
import type { Statement } from '../../src/iam/document.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };
const DEPLOY = 'arn:aws:iam::123456789012:role/deploy';
const FUNCTION = { principal: 'arn:aws:iam::123456789012:role/function', session: 'fn' };
const allow = (Principal: Statement['Principal'], more: object = {}): Statement => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal,
  ...more,
});

/** Whether a caller may become the deploy role. */
function may(trust: readonly Statement[], caller: typeof FUNCTION | typeof OPERATOR, own: readonly Statement[] = []) {
  const identities = {
    find: (arn: string) => {
      const Statement = arn === DEPLOY ? [...trust] : [];
      return {
        name: 'it',
        trust: { Version: '2012-10-17' as const, Statement },
        statements: arn === DEPLOY ? [] : own,
      };
    },
  };
  const access = new AccessControl({ place: PLACE, identities: identities as never, log: () => undefined });
  return (externalId?: string) => () => access.checkAssume(caller, DEPLOY, externalId);
}

const account = { AWS: PLACE.account };
const ofOwn: Statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEPLOY };

test('a role that trusts its account is for whomever the account allows it', () => {
  expect(may([allow(account)], OPERATOR)()).not.toThrow();
  expect(may([allow({ AWS: `arn:aws:iam::${PLACE.account}:root` })], FUNCTION, [ofOwn])()).not.toThrow();
  expect(may([allow(account)], FUNCTION)()).toThrow('is not authorized to perform: sts:AssumeRole');
});

test('one that names a role is for that role', () => {
  expect(may([allow({ AWS: FUNCTION.principal })], FUNCTION)()).not.toThrow();
  expect(may([allow({ AWS: FUNCTION.principal })], OPERATOR)()).toThrow('sts:AssumeRole');
});

test('one that trusts a service, another account or nobody is for no person', () => {
  expect(may([allow({ Service: 'cloudformation.amazonaws.com' })], OPERATOR)()).toThrow('sts:AssumeRole');
  expect(may([allow({ AWS: '210987654321' })], OPERATOR)()).toThrow('sts:AssumeRole');
  expect(may([], OPERATOR)()).toThrow('sts:AssumeRole');
});

test('conditions and denials of the trust policy count', () => {
  const unasked = [allow(account, { Condition: { Null: { 'sts:ExternalId': 'true' } } })];
  expect(may(unasked, OPERATOR)()).not.toThrow();
  expect(may(unasked, OPERATOR)('deputy')).toThrow('sts:AssumeRole');
  expect(may([allow(account), { ...allow(account), Effect: 'Deny' }], OPERATOR)()).toThrow('explicit deny');
});
