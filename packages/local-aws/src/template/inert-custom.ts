import type { InertType } from '../core/inert.ts';

/** The CDK's own custom resources that only lock or tidy up what is not here in the first place. */
const CUSTOM: Readonly<Record<string, string>> = {
  'Custom::LogRetention': 'what is logged is not kept for long anyway',
  'Custom::VpcRestrictDefaultSG': 'functions are not in a network of their own',
};

export function customInert(): readonly InertType[] {
  return Object.entries(CUSTOM).map(([type, inert]) => ({
    type,
    inert,
    made: ({ properties }, name) => {
      const group = properties['LogGroupName'];
      return { ref: name, attributes: typeof group === 'string' ? { LogGroupName: group } : {} };
    },
  }));
}
