import { type Actions, arnOf, on, text } from '../iam/actions.ts';

/** By name, which stands for every stack that had it; `*` for all of them. */
const onStack = (action: string) =>
  on(`cloudformation:${action}`, (input, place) =>
    arnOf(place, 'cloudformation', `stack/${text(input, 'StackName') || '*'}/*`, text(input, 'StackName')),
  );

export const CLOUDFORMATION_ACTIONS: Actions = {
  DescribeStackResource: onStack('DescribeStackResource'),
  DescribeStackResources: onStack('DescribeStackResources'),
  DescribeStacks: onStack('DescribeStacks'),
  GetTemplate: onStack('GetTemplate'),
  ListStackResources: onStack('ListStackResources'),
  ListStacks: on('cloudformation:ListStacks', (_input, place) => arnOf(place, 'cloudformation', 'stack/*')),
};
