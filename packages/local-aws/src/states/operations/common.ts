import { z } from 'zod';
import { on, text } from '../../core/access.ts';

export const arn = z.string().min(1).max(256);
export const paging = {
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().min(1).optional(),
};
export const includedData = z.enum(['ALL_DATA', 'METADATA_ONLY']).optional();

export const onMachine = on((input) => text(input, 'stateMachineArn'));
export const onExecution = on((input) => text(input, 'executionArn'));
