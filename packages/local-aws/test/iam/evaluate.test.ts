import { describe, expect, test } from 'vitest';
import type { Caller } from '../../src/core/types.ts';
import type { Context } from '../../src/core/access.ts';
import type { Statement } from '../../src/iam/document.ts';
import { refusalOf } from '../../src/iam/evaluate.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:rollback';
const ROLE: Caller = { principal: 'arn:aws:iam::123456789012:role/shift', session: 'shift' };
const SERVICE: Caller = {
  principal: 'cloudwatch.amazonaws.com',
  sourceArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a',
};

const ALLOW: Statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC };
const DENY: Statement = { ...ALLOW, Effect: 'Deny' };
const forService = (statement: Statement, ...Service: string[]): Statement => ({
  ...statement,
  Principal: { Service },
});

interface Given {
  readonly identity?: readonly Statement[];
  readonly resource?: readonly Statement[];
  readonly caller?: Caller;
  readonly action?: string;
  readonly on?: string;
  readonly context?: Context;
}

const judge = ({
  identity = [],
  resource = [],
  caller = ROLE,
  action = 'sns:Publish',
  on = TOPIC,
  context = {},
}: Given) => refusalOf({ caller, action, resource: on, context }, identity, resource);

describe('a request within the account', () => {
  test.each<[string, Given, ReturnType<typeof refusalOf>]>([
    ['nobody allows', {}, 'no identity-based policy'],
    ['its identity policy allows', { identity: [ALLOW] }, undefined],
    ['only the resource allows', { resource: [{ ...ALLOW, Principal: { AWS: ROLE.principal } }] }, undefined],
    ['the resource allows everybody', { resource: [{ ...ALLOW, Principal: '*' }] }, undefined],
    [
      'the resource leaves to the account',
      { resource: [{ ...ALLOW, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }] },
      'no identity-based policy',
    ],
    [
      'the resource allows another role',
      { resource: [{ ...ALLOW, Principal: { AWS: `${ROLE.principal}2` } }] },
      'no identity-based policy',
    ],
    ['an identity policy denies as well', { identity: [ALLOW, DENY] }, 'explicit deny in an identity-based policy'],
    [
      'the resource denies to everybody',
      { identity: [ALLOW], resource: [{ ...DENY, Principal: '*' }] },
      'explicit deny in a resource-based policy',
    ],
    [
      'the resource denies to the account',
      { identity: [ALLOW], resource: [{ ...DENY, Principal: { AWS: '123456789012' } }] },
      'explicit deny in a resource-based policy',
    ],
    [
      'the resource denies to another role',
      { identity: [ALLOW], resource: [{ ...DENY, Principal: { AWS: `${ROLE.principal}2` } }] },
      undefined,
    ],
    [
      'an identity policy denies although the resource allows',
      { identity: [DENY], resource: [{ ...ALLOW, Principal: '*' }] },
      'explicit deny in an identity-based policy',
    ],
  ])('that %s', (_what, given, expected) => {
    expect(judge(given)).toBe(expected);
  });
});

describe('a request of a service', () => {
  test.each<[string, readonly Statement[], ReturnType<typeof refusalOf>]>([
    ['nothing', [], 'no resource-based policy'],
    ['its permission', [forService(ALLOW, 'cloudwatch.amazonaws.com')], undefined],
    ['a permission of several', [forService(ALLOW, 'events.amazonaws.com', 'cloudwatch.amazonaws.com')], undefined],
    ["another service's permission", [forService(ALLOW, 'events.amazonaws.com')], 'no resource-based policy'],
    [
      'a permission of the account',
      [{ ...ALLOW, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
      'no resource-based policy',
    ],
    [
      'a denial for everybody',
      [forService(ALLOW, 'cloudwatch.amazonaws.com'), { ...DENY, Principal: { AWS: '*' } }],
      'explicit deny in a resource-based policy',
    ],
  ])('with %s on the resource', (_what, resource, expected) => {
    expect(judge({ caller: SERVICE, resource })).toBe(expected);
  });
});

describe('a statement', () => {
  test.each<[string, Partial<Statement>, boolean]>([
    ['the action in other letters', { Action: 'SNS:publish' }, true],
    ['one of several actions', { Action: ['sns:Subscribe', 'sns:Publish'] }, true],
    ['a wildcard at the end of the action', { Action: 'sns:Pub*' }, true],
    ['a single-character wildcard', { Action: 'sns:Publis?' }, true],
    ['every action', { Action: '*' }, true],
    ['another action', { Action: 'sns:Subscribe' }, false],
    ['another service', { Action: 'sqs:*' }, false],
    ['all but another action', { Action: undefined, NotAction: 'sns:Subscribe' }, true],
    ['all but this action', { Action: undefined, NotAction: ['sns:P*'] }, false],
    ['every resource', { Resource: '*' }, true],
    ['one of several resources', { Resource: ['arn:aws:sns:eu-west-1:123456789012:other', TOPIC] }, true],
    ['wildcards in the parts of the ARN', { Resource: 'arn:*:sns:*:*:roll*' }, true],
    ['a wildcard that would have to reach over a colon', { Resource: 'arn:aws:sns:*:rollback' }, false],
    ['the resource in other letters', { Resource: TOPIC.replace('rollback', 'Rollback') }, false],
    ['a longer name', { Resource: `${TOPIC}2` }, false],
    ['dots as dots', { Resource: TOPIC.replace('rollback', 'roll.ack') }, false],
    ['all but another resource', { Resource: undefined, NotResource: `${TOPIC}2` }, true],
    ['all but this resource', { Resource: undefined, NotResource: 'arn:aws:sns:*:*:*' }, false],
  ])('for %s: %j applies: %s', (_what, change, applies) => {
    expect(judge({ identity: [{ ...ALLOW, ...change }] }) === undefined).toBe(applies);
  });

  test('wildcards do reach over colons in the last part of an ARN', () => {
    const Resource = 'arn:aws:states:eu-west-1:123456789012:execution:rollout:*';
    const on = 'arn:aws:states:eu-west-1:123456789012:execution:rollout:one:two';
    expect(judge({ identity: [{ ...ALLOW, Resource }], on })).toBeUndefined();
  });
});

const ARN = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a';

describe('a condition', () => {
  test.each<[NonNullable<Statement['Condition']>, Context, boolean]>([
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, { 'aws:sourceaccount': '1' }, true],
    [{ StringEquals: { 'AWS:SourceAccount': ['2', '1'] } }, { 'aws:sourceaccount': '1' }, true],
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, { 'aws:sourceaccount': '11' }, false],
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, {}, false],
    [{ StringEqualsIfExists: { 'aws:SourceAccount': '1' } }, {}, true],
    [{ StringEqualsIfExists: { 'aws:SourceAccount': '1' } }, { 'aws:sourceaccount': '2' }, false],
    [{ StringEquals: { 'cloudwatch:namespace': 'LatticeCanary' } }, { 'cloudwatch:namespace': 'latticecanary' }, false],
    [
      { StringEqualsIgnoreCase: { 'cloudwatch:namespace': 'LatticeCanary' } },
      { 'cloudwatch:namespace': 'latticecanary' },
      true,
    ],
    [{ StringNotEquals: { 'cloudwatch:namespace': ['A', 'B'] } }, { 'cloudwatch:namespace': 'C' }, true],
    [{ StringNotEquals: { 'cloudwatch:namespace': ['A', 'B'] } }, { 'cloudwatch:namespace': 'B' }, false],
    [{ StringNotEquals: { 'cloudwatch:namespace': 'A' } }, {}, true],
    [{ StringLike: { 'cloudwatch:namespace': 'Lattice*' } }, { 'cloudwatch:namespace': 'LatticeCanary' }, true],
    [{ StringLike: { 'cloudwatch:namespace': 'Lattice?' } }, { 'cloudwatch:namespace': 'LatticeCanary' }, false],
    [{ StringNotLike: { 'cloudwatch:namespace': 'AWS/*' } }, { 'cloudwatch:namespace': 'LatticeCanary' }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:123456789012:alarm:*' } }, { 'aws:sourcearn': ARN }, true],
    [{ ArnEquals: { 'aws:SourceArn': ARN } }, { 'aws:sourcearn': ARN }, true],
    [{ ArnEquals: { 'aws:SourceArn': `${ARN}b` } }, { 'aws:sourcearn': ARN }, false],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:alarm:a' } }, { 'aws:sourcearn': ARN }, false],
    [{ ArnNotLike: { 'aws:SourceArn': ARN } }, { 'aws:sourcearn': ARN }, false],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:securetransport': 'true' }, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:securetransport': 'true' }, false],
    [{ Null: { 'aws:SourceArn': 'true' } }, {}, true],
    [{ Null: { 'aws:SourceArn': 'false' } }, {}, false],
    [{ Null: { 'aws:SourceArn': 'false' } }, { 'aws:sourcearn': ARN }, true],
    [
      { 'ForAllValues:ArnLike': { 'vpc-lattice:TargetGroupArns': ['arn:a:b:c:d:one', 'arn:a:b:c:d:two'] } },
      { 'vpc-lattice:targetgrouparns': ['arn:a:b:c:d:two', 'arn:a:b:c:d:one'] },
      true,
    ],
    [
      { 'ForAllValues:ArnLike': { 'vpc-lattice:TargetGroupArns': ['arn:a:b:c:d:one'] } },
      { 'vpc-lattice:targetgrouparns': ['arn:a:b:c:d:one', 'arn:a:b:c:d:two'] },
      false,
    ],
    [
      { 'ForAllValues:StringEquals': { 'vpc-lattice:TargetGroupArns': ['one'] } },
      { 'vpc-lattice:targetgrouparns': [] },
      true,
    ],
    [{ 'ForAllValues:StringEquals': { 'vpc-lattice:TargetGroupArns': ['one'] } }, {}, true],
    [
      { 'ForAnyValue:StringEquals': { 'vpc-lattice:TargetGroupArns': ['one'] } },
      { 'vpc-lattice:targetgrouparns': ['two', 'one'] },
      true,
    ],
    [
      { 'ForAnyValue:StringEquals': { 'vpc-lattice:TargetGroupArns': ['one'] } },
      { 'vpc-lattice:targetgrouparns': ['two'] },
      false,
    ],
    [{ 'ForAnyValue:StringEquals': { 'vpc-lattice:TargetGroupArns': ['one'] } }, {}, false],
    [
      { 'ForAllValues:StringNotEquals': { 'vpc-lattice:TargetGroupArns': ['one'] } },
      { 'vpc-lattice:targetgrouparns': ['two', 'one'] },
      false,
    ],
    [
      { 'ForAnyValue:StringNotLike': { 'vpc-lattice:TargetGroupArns': ['o*'] } },
      { 'vpc-lattice:targetgrouparns': ['two', 'one'] },
      true,
    ],
  ])('%j of %j holds: %s', (Condition, context, applies) => {
    expect(judge({ identity: [{ ...ALLOW, Condition }], context }) === undefined).toBe(applies);
  });

  test('has to hold in every operator and every key', () => {
    const both = {
      StringEquals: { 'cloudwatch:namespace': 'A', 'aws:RequestedRegion': 'r' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const context = { 'cloudwatch:namespace': 'A', 'aws:requestedregion': 'r', 'aws:securetransport': 'true' };
    const identity = [{ ...ALLOW, Condition: both }];
    expect(judge({ identity, context })).toBeUndefined();
    for (const key of Object.keys(context))
      expect(judge({ identity, context: { ...context, [key]: 'other' } })).toBe('no identity-based policy');
  });
});
