import { describe, expect, it } from 'vitest';
import { type PolicyDocument, allows, policyDocumentSchema } from '../../../local/core/policy.ts';

const RESOURCE = 'arn:aws:sns:us-east-1:111122223333:t';
const SERVICE = { principal: 'cloudwatch.amazonaws.com', sourceArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:a' };
const ROLE = { principal: 'arn:aws:iam::111122223333:role/r' };
type Statement = PolicyDocument['Statement'][number];

const ALLOW: Statement = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: RESOURCE };

function allowed(statements: Statement[], caller: { principal: string; sourceArn?: string } = SERVICE): boolean {
  return allows({ Version: '2012-10-17', Statement: statements }, { caller, action: 'sns:Publish', resource: RESOURCE });
}

describe('allows', () => {
  it('lets a service in only where a statement allows it', () => {
    expect(allowed([])).toBe(false);
    expect(allowed([ALLOW])).toBe(true);
    expect(allowed([{ ...ALLOW, Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] } }])).toBe(true);
    expect(allowed([{ ...ALLOW, Principal: { Service: 'events.amazonaws.com' } }])).toBe(false);
    expect(allowed([{ ...ALLOW, Action: 'sns:Subscribe' }])).toBe(false);
    expect(allowed([{ ...ALLOW, Action: ['SNS:*'], Resource: '*' }])).toBe(true);
    expect(allowed([{ ...ALLOW, Resource: `${RESOURCE}2` }])).toBe(false);
  });

  it('keeps a role of the account out only where a statement denies it', () => {
    expect(allowed([], ROLE)).toBe(true);
    expect(allowed([{ ...ALLOW, Effect: 'Deny', Principal: '*' }], ROLE)).toBe(false);
    expect(allowed([{ ...ALLOW, Effect: 'Deny', Principal: { AWS: ROLE.principal } }], ROLE)).toBe(false);
    expect(allowed([{ ...ALLOW, Effect: 'Deny', Principal: { AWS: ROLE.principal } }], { principal: `${ROLE.principal}2` })).toBe(true);
  });

  it('lets a denial win', () => {
    expect(allowed([ALLOW, { ...ALLOW, Effect: 'Deny', Principal: '*' }])).toBe(false);
  });

  it.each<[NonNullable<Statement['Condition']>, boolean]>([
    [{ StringEquals: { 'aws:SourceAccount': '111122223333' } }, true],
    [{ StringEquals: { 'AWS:SourceAccount': ['1', '111122223333'] } }, true],
    [{ StringEquals: { 'aws:SourceAccount': '999999999999' } }, false],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:111122223333:alarm:*' } }, true],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:b' } }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ StringEquals: { 'aws:SourceOrgID': 'o-1' } }, false],
  ])('under the condition %j: %s', (Condition, expected) => {
    expect(allowed([{ ...ALLOW, Condition }])).toBe(expected);
  });

  it('rejects a policy with a condition operator that is not evaluated', () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    expect(policyDocumentSchema.safeParse({ Version: '2012-10-17', Statement: [{ ...ALLOW, Condition }] }).success).toBe(false);
  });
});
