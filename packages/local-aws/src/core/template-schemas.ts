import { z } from 'zod';

/** Cost tags as CDK renders them; accepted on every resource that AWS lets one tag. */
export const tagsSchema = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();
