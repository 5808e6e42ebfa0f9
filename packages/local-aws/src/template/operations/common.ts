import { z } from 'zod';
import { arnOf, on, text } from '../../core/access.ts';

export const INVALID = 'ValidationError';

export const paging = { NextToken: z.string().min(1).optional() };
export const stackName = { StackName: z.string().min(1) };

/** How CloudFormation answers lists of stacks and resources: by the hundred. */
export const pages = { standard: 100, invalid: INVALID };

/** By name, which stands for every stack that had it; `*` for all of them. */
export const onStack = on((input, place) =>
  arnOf(place, 'cloudformation', `stack/${text(input, 'StackName') || '*'}/*`, text(input, 'StackName')),
);
