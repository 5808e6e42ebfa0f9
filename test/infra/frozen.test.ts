import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { releases } from '../../infra/bundling/index.ts';
import { synthesize, type Synthesized } from './synthesized.ts';

/**
 * CloudFormation writes a resource's whole desired state when any of its properties changes. A change to one of these
 * resources would therefore move an alias back to version 1 or reset the live weights. So this is what they are, for
 * ever: logical ids and properties, written down by hand.
 */
const FN = { Ref: 'ServiceFunction243F2A49' };
const PRODUCTION = 'CanaryAliasesProduction5D1AF4A6';
const CANARY = 'CanaryAliasesCanary5DEE5492';
const PRODUCTION_GROUP = 'CanaryLatticeProductionTargetGroup474F8C2C';
const CANARY_GROUP = 'CanaryLatticeCanaryTargetGroup0EEBAD40';
const CONFIG = { LambdaEventStructureVersion: 'V2' };
const FROZEN = {
  [PRODUCTION]: { FunctionName: FN, FunctionVersion: '1', Name: 'production' },
  [CANARY]: { FunctionName: FN, FunctionVersion: '1', Name: 'canary' },
  CanaryAliasesPreviousC5874A94: { FunctionName: FN, FunctionVersion: '1', Name: 'previous' },
  [PRODUCTION_GROUP]: {
    Name: 'canarydeploymentlatticestack-canary-production-98cf7fb9',
    Type: 'LAMBDA',
    Config: CONFIG,
    Targets: [{ Id: { Ref: PRODUCTION } }],
  },
  [CANARY_GROUP]: {
    Name: 'canarydeploymentlatticestack-canary-canary-853cffd3',
    Type: 'LAMBDA',
    Config: CONFIG,
    Targets: [{ Id: { Ref: CANARY } }],
  },
  CanaryLatticeListener03B9546D: {
    Name: 'canarydeploymentlatticestack-canary-5215378a',
    ServiceIdentifier: { 'Fn::GetAtt': ['CanaryLatticeServiceA7FF6EB2', 'Id'] },
    Protocol: 'HTTPS',
    Port: 443,
    DefaultAction: {
      Forward: {
        TargetGroups: [
          { TargetGroupIdentifier: { 'Fn::GetAtt': [PRODUCTION_GROUP, 'Id'] }, Weight: 100 },
          { TargetGroupIdentifier: { 'Fn::GetAtt': [CANARY_GROUP, 'Id'] }, Weight: 0 },
        ],
      },
    },
  },
};

const PREVIEW_ALIAS = 'CanaryAliasesPreview840064CA';
const PREVIEW = {
  [PREVIEW_ALIAS]: { FunctionName: FN, FunctionVersion: '1', Name: 'preview' },
  CanaryPreviewTargetGroup0539CBC8: {
    Name: 'canarydeploymentlatticestack-canary-preview-96eecf1c',
    Type: 'LAMBDA',
    Config: CONFIG,
    Targets: [{ Id: { Ref: PREVIEW_ALIAS } }],
  },
};

const OWNED_AT_RUN_TIME = ['AWS::Lambda::Alias', 'AWS::VpcLattice::TargetGroup', 'AWS::VpcLattice::Listener'];

function ownedAtRunTime({ template }: Synthesized): Record<string, unknown> {
  const owned = Object.entries(template.Resources).filter(([, { Type }]) => OWNED_AT_RUN_TIME.includes(Type));
  return Object.fromEntries(owned.map(([id, { Properties }]) => [id, Properties]));
}

const weights = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 })
  .map((some) => [...some.sort((a, b) => a - b), 100]);
const settings = fc.record(
  {
    plan: fc.record(
      {
        steps: weights.map((rising) => rising.map((weight) => ({ weight, bakeSeconds: 600 }))),
        checkSeconds: fc.integer({ min: 60, max: 300 }),
        settleSeconds: fc.integer({ min: 60, max: 600 }),
        watchSeconds: fc.integer({ min: 60, max: 3600 }),
        minRequests: fc.nat(1000),
        extendSeconds: fc.nat(3600),
      },
      { requiredKeys: [] },
    ),
    alarms: fc.record(
      {
        errors: fc.nat(100),
        errorsPercent: fc.integer({ min: 0, max: 99 }),
        durationSeconds: fc.integer({ min: 1, max: 60 }),
        serverErrors: fc.nat(100),
        errorRatePercent: fc.integer({ min: 0, max: 99 }),
        errorRateMinRequests: fc.integer({ min: 1, max: 1000 }),
        throttles: fc.nat(100),
      },
      { requiredKeys: [] },
    ),
    answersFrom: fc.constantFrom('target-group-metrics', 'access-logs', 'none'),
    email: fc.constant('releases@example.com'),
    serviceNetworkId: fc.constant('sn-0123456789abcdef0'),
    vpcId: fc.constant('vpc-0123456789abcdef0'),
    auth: fc.constantFrom(
      { type: 'AWS_IAM', allow: 'account' },
      { type: 'AWS_IAM', allow: 'o-a1b2c3d4e5' },
      { type: 'NONE' },
    ),
    extraAlarmArns: fc.constant(['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders']),
    encryptionKeyArn: fc.constant('arn:aws:kms:eu-west-1:111122223333:key/1234abcd'),
    releaseOnDeploy: fc.boolean(),
    reserveConcurrency: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Changing one of these three makes other resources, so each is said once: what it changes is all that it changes. */
const AT_VERSION = Object.fromEntries(
  Object.entries(FROZEN).map(([id, properties]) => [
    id,
    'FunctionVersion' in properties ? { ...properties, FunctionVersion: '42' } : properties,
  ]),
);
const OVER_HTTP = {
  ...FROZEN,
  CanaryLatticeListener03B9546D: {
    ...FROZEN.CanaryLatticeListener03B9546D,
    Name: 'canarydeploymentlatticestack-canary-0f5bc809',
    Protocol: 'HTTP',
    Port: 80,
  },
};
const DOMAIN = { name: 'shop.example.com', certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd' };
const AT_DOMAIN = {
  ...FROZEN,
  [PRODUCTION_GROUP]: { ...FROZEN[PRODUCTION_GROUP], Name: 'canarydeploymentlatticestack-canary-production-28b7d410' },
  [CANARY_GROUP]: { ...FROZEN[CANARY_GROUP], Name: 'canarydeploymentlatticestack-canary-canary-8d41b8a7' },
};

describe('aliases, target groups and listener', () => {
  it('begin at the version of the settings, and nothing else is different', () => {
    expect(ownedAtRunTime(synthesize({ canary: { initialVersion: '42' } }))).toEqual(AT_VERSION);
  });

  it('listen with the protocol of the settings, and nothing else is different', () => {
    expect(ownedAtRunTime(synthesize({ canary: { protocol: 'HTTP' } }))).toEqual(OVER_HTTP);
  });

  it("have target groups of their own for a domain of one's own, and nothing else is different", () => {
    expect(ownedAtRunTime(synthesize({ canary: { customDomain: DOMAIN } }))).toEqual(AT_DOMAIN);
  });

  it('are the same with security groups on the association', () => {
    expect(
      ownedAtRunTime(
        synthesize({ canary: { vpcId: 'vpc-0123456789abcdef0', securityGroupIds: ['sg-0123456789abcdef0'] } }),
      ),
    ).toEqual(FROZEN);
  });

  it('are the same with a preview, which has an alias and a target group of its own, as frozen as they are', () => {
    for (const preview of [{ value: 'one' }, { header: 'x-other', value: 'two' }])
      expect(ownedAtRunTime(synthesize({ canary: { preview } }))).toEqual({ ...FROZEN, ...PREVIEW });
  });

  it('are the same for every setting and every release', () => {
    fc.assert(
      fc.property(settings, fc.constantFrom(...releases()), (canary, release) => {
        expect(ownedAtRunTime(synthesize({ canary, release }))).toEqual(FROZEN);
      }),
      { numRuns: 12 },
    );
  });

  it.each(releases())('are the same for release %s', (release) => {
    expect(ownedAtRunTime(synthesize({ release }))).toEqual(FROZEN);
  });
});
