import { z } from 'zod';

export const INVALID = 'ValidationException';

/** There is one bus. */
export const defaultBus = z.literal('default').optional();
