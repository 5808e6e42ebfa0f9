import { z } from 'zod';
import type { Place } from '../core/types.ts';

const callerKeys = z.strictObject({
  'aws:PrincipalAccount': z.string().optional(),
  'aws:PrincipalOrgID': z.string().optional(),
});

/** The auth policies that are evaluated: they let in the signed requests of an account or of an organization. */
export const authPolicySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Sid: z.string().optional(),
        Effect: z.literal('Allow'),
        Principal: z.literal('*'),
        Action: z.literal('vpc-lattice-svcs:Invoke'),
        Resource: z.literal('*'),
        Condition: z.strictObject({ StringEquals: callerKeys }).optional(),
      }),
    )
    .min(1),
});
export type AuthPolicy = z.infer<typeof authPolicySchema>;

/**
 * Whether users of the local cloud get in. Signatures are not looked at: every request counts as signed by a principal
 * of the local cloud's account, which belongs to whatever organization a policy names.
 * @param policy of a service of type AWS_IAM; without one nobody gets in
 */
export function letsIn(policy: AuthPolicy | undefined, { account }: Place): boolean {
  if (policy === undefined) return false;
  return policy.Statement.some(({ Condition }) => {
    const wanted = Condition?.StringEquals['aws:PrincipalAccount'];
    return wanted === undefined || wanted === account;
  });
}
