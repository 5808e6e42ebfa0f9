import { z } from 'zod';

/** Lengths as CloudFormation's schema of `AWS::VpcLattice::Rule` has them; of the value what a header may hold. */
export const previewSchema = z.strictObject({
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,40}$/, 'expected the name of a header: 1 to 40 letters, digits and "-"')
    .default('x-canary-preview'),
  value: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, 'expected a literal of 1 to 128 visible ASCII characters without spaces'),
  initialVersion: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'expected the number of a published version, as text, such as "1"')
    .optional(),
});
/** How testers reach the version that is being released. */
export type PreviewOptions = z.infer<typeof previewSchema>;
/** The same as it may be given. */
export type PreviewInput = z.input<typeof previewSchema>;
