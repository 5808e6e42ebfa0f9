import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { Role, Roles } from './roles.ts';

const documentSchema = z.strictObject({ Version: z.literal('2012-10-17'), Id: z.string().optional(), Statement: z.array(z.record(z.string(), z.unknown())) });

/**
 * What CDK gives a function's role by itself: writing logs and joining a VPC, neither of which is kept from anybody
 * here. What other managed policies allow is not in the template, and they are refused.
 */
const MANAGED_POLICIES = ['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'].map(
  (name) => `arn:aws:iam::aws:policy/service-role/${name}` as const,
);

const roleSchema = z.strictObject({
  RoleName: z.string().optional(),
  Description: z.string().optional(),
  AssumeRolePolicyDocument: documentSchema,
  MaxSessionDuration: z.int().optional(),
  ManagedPolicyArns: z.array(z.enum(MANAGED_POLICIES)).optional(),
  Tags: tagsSchema,
});

const policySchema = z.strictObject({ PolicyName: z.string(), PolicyDocument: documentSchema, Roles: z.array(z.string()).min(1) });

/** Roles and their inline policies. */
export function iamResources(roles: Roles, random: Random): ResourceProvider[] {
  return [roleProvider(roles, random), policyProvider(roles, random)];
}

function roleProvider(roles: Roles, random: Random): ResourceProvider {
  return provider<z.infer<typeof roleSchema>>({
    type: 'AWS::IAM::Role',
    schema: roleSchema,
    async create(request) {
      return deployed(roles.put(request.properties.RoleName ?? physicalName(request, random), request.properties.AssumeRolePolicyDocument));
    },
    async update({ logicalId, properties }, before) {
      if (properties.RoleName !== undefined && properties.RoleName !== before.ref) {
        throw new UnsupportedError(`${logicalId} (AWS::IAM::Role) RoleName`, `changing it from ${before.ref} would replace the role`);
      }
      return deployed(roles.put(before.ref, properties.AssumeRolePolicyDocument));
    },
    async remove({ ref }) {
      roles.remove(ref);
    },
  });
}

function deployed({ name, arn, accessKeyId }: Role): Deployed {
  return { ref: name, attributes: { Arn: arn, RoleId: `AROA${accessKeyId.slice('ASIA'.length)}` } };
}

function policyProvider(roles: Roles, random: Random): ResourceProvider {
  /** Which roles hold a policy, and under which name, so that it can be taken away again. */
  const holders = new Map<string, { readonly name: string; readonly roles: readonly string[] }>();
  const detach = (ref: string) => {
    const held = holders.get(ref);
    held?.roles.forEach((role) => roles.get(role).policies.delete(held.name));
    holders.delete(ref);
  };
  const attach = (ref: string, { PolicyName, PolicyDocument, Roles }: z.infer<typeof policySchema>) => {
    detach(ref);
    Roles.forEach((role) => roles.get(role).policies.set(PolicyName, PolicyDocument));
    holders.set(ref, { name: PolicyName, roles: Roles });
    return { ref, attributes: { Id: ref } };
  };
  return provider<z.infer<typeof policySchema>>({
    type: 'AWS::IAM::Policy',
    schema: policySchema,
    create: async (request) => attach(physicalName(request, random), request.properties),
    update: async (request, before) => attach(before.ref, request.properties),
    remove: async ({ ref }) => detach(ref),
  });
}
