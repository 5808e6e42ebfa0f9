import type { InertType } from '../core/inert.ts';

/** The CDK's own custom resources that only lock or tidy up what is not here in the first place. */
const CUSTOM: readonly Omit<InertType, 'made'>[] = [
  {
    type: 'Custom::LogRetention',
    properties: ['LogGroupName', 'LogGroupRegion', 'RemovalPolicy', 'RetentionInDays', 'SdkRetry', 'ServiceToken'],
    inert: 'what is logged is not kept for long anyway',
  },
  {
    type: 'Custom::VpcRestrictDefaultSG',
    properties: ['Account', 'DefaultSecurityGroupId', 'ServiceToken'],
    inert: 'functions are not in a network of their own',
  },
];

export function customInert(): readonly InertType[] {
  return CUSTOM.map((each) => ({
    ...each,
    made: ({ properties }, name) => {
      const group = properties['LogGroupName'];
      return { ref: name, attributes: typeof group === 'string' ? { LogGroupName: group } : {} };
    },
  }));
}
