import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import { problemsOf } from '../template/problems.ts';
import { identityPolicySchema, trustPolicySchema } from './document.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import type { Role, Roles } from './roles.ts';

const managedPolicy = z.string().refine((arn) => MANAGED_POLICIES.has(arn), {
  error: ({ input }) =>
    `the local cloud does not know what the managed policy ${String(input)} allows; it knows ` +
    [...MANAGED_POLICIES.keys()].join(', '),
});

const roleSchema = z.strictObject({
  RoleName: z.string().optional(),
  Description: z.string().optional(),
  AssumeRolePolicyDocument: trustPolicySchema,
  MaxSessionDuration: z.int().optional(),
  ManagedPolicyArns: z.array(managedPolicy).default([]),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: identityPolicySchema })).default([]),
  Tags: tagsSchema,
});
type RoleProperties = z.infer<typeof roleSchema>;

/** What is wrong inside the document is told with the policy's name and its roles'. */
const policySchema = z
  .strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown(), Roles: z.array(z.string()).min(1) })
  .transform((policy, context) => {
    const parsed = identityPolicySchema.safeParse(policy.PolicyDocument);
    if (parsed.success) return { ...policy, PolicyDocument: parsed.data };
    const roles = policy.Roles.map((role) => role.replaceAll(/<<|>>/g, '')).join(', ');
    const whose = `policy ${policy.PolicyName} of ${roles}`;
    for (const { path, message } of problemsOf(parsed.error))
      context.addIssue({ code: 'custom', path: ['PolicyDocument', ...path], message: `${message} (${whose})` });
    return z.NEVER;
  });
type PolicyProperties = z.infer<typeof policySchema>;

/** Roles and their inline policies. */
export function iamResources(roles: Roles, random: Random): ResourceProvider[] {
  return [roleProvider(roles, random), policyProvider(roles, random)];
}

function roleProvider(roles: Roles, random: Random): ResourceProvider {
  /** Names of the policies that a role brought with it; others are resources of their own, which stay. */
  const inline = new Map<string, readonly string[]>();
  const put = (name: string, { AssumeRolePolicyDocument, ManagedPolicyArns, Policies }: RoleProperties): Deployed => {
    const role = roles.put(name, AssumeRolePolicyDocument);
    inline.get(name)?.forEach((policy) => role.policies.delete(policy));
    for (const { PolicyName, PolicyDocument } of Policies) role.policies.set(PolicyName, PolicyDocument);
    inline.set(
      name,
      Policies.map(({ PolicyName }) => PolicyName),
    );
    for (const [arn, document] of MANAGED_POLICIES) {
      if (ManagedPolicyArns.includes(arn)) role.policies.set(arn, document);
      else role.policies.delete(arn);
    }
    return deployed(role);
  };
  return provider<RoleProperties>({
    type: 'AWS::IAM::Role',
    schema: roleSchema,
    async create(request) {
      return put(request.properties.RoleName ?? physicalName(request, random), request.properties);
    },
    async update({ logicalId, properties }, before) {
      if (properties.RoleName !== undefined && properties.RoleName !== before.ref) {
        throw new UnsupportedError(
          `${logicalId} (AWS::IAM::Role) RoleName`,
          `changing it from ${before.ref} would replace the role`,
        );
      }
      return put(before.ref, properties);
    },
    async remove({ ref }) {
      inline.delete(ref);
      roles.remove(ref);
    },
  });
}

function deployed({ name, arn }: Role): Deployed {
  const id = createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase();
  return { ref: name, attributes: { Arn: arn, RoleId: `AROA${id}` } };
}

function policyProvider(roles: Roles, random: Random): ResourceProvider {
  /** Which roles hold a policy, and under which name, so that it can be taken away again. */
  const holders = new Map<string, { readonly name: string; readonly roles: readonly string[] }>();
  const detach = (ref: string) => {
    const held = holders.get(ref);
    held?.roles.forEach((role) => roles.find(role)?.policies.delete(held.name));
    holders.delete(ref);
  };
  const attach = (ref: string, { PolicyName, PolicyDocument, Roles }: PolicyProperties) => {
    detach(ref);
    Roles.forEach((role) => roles.get(role).policies.set(PolicyName, PolicyDocument));
    holders.set(ref, { name: PolicyName, roles: Roles });
    return { ref, attributes: { Id: ref } };
  };
  return provider<PolicyProperties>({
    type: 'AWS::IAM::Policy',
    schema: policySchema,
    create: async (request) => attach(physicalName(request, random), request.properties),
    update: async (request, before) => attach(before.ref, request.properties),
    remove: async ({ ref }) => detach(ref),
  });
}
