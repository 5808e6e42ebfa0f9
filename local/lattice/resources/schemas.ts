import { z } from 'zod';

/** Auth policies are not evaluated here, so a template that relies on one is refused. */
export const authTypeSchema = z.literal('NONE').default('NONE');
