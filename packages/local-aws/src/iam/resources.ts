import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import { problemsOf } from '../template/problems.ts';
import { identityPolicySchema, trustPolicySchema } from './document.ts';
import { isOfAccount, ManagedPolicies, managedPolicyProvider, pathSchema } from './managed-policy-resource.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import type { Role, Roles } from './roles.ts';

/** Of AWS itself those that are known here; of an account whichever its stacks have. */
const managedPolicy = z.string().refine((arn) => MANAGED_POLICIES.has(arn) || isOfAccount(arn), {
  error: ({ input }) =>
    `the local cloud does not know what the managed policy ${String(input)} allows; it knows ` +
    [...MANAGED_POLICIES.keys()].join(', '),
});

const roleSchema = z.strictObject({
  RoleName: z.string().optional(),
  Description: z.string().optional(),
  AssumeRolePolicyDocument: trustPolicySchema,
  MaxSessionDuration: z.int().optional(),
  Path: pathSchema.optional(),
  PermissionsBoundary: z.string().optional(),
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

/** Roles, their inline policies, and managed policies of the account. */
export function iamResources(roles: Roles, random: Random): ResourceProvider[] {
  const managed = new ManagedPolicies();
  return [
    roleProvider(roles, managed, random),
    policyProvider(roles, random),
    managedPolicyProvider(roles, managed, random),
  ];
}

function roleProvider(roles: Roles, managed: ManagedPolicies, random: Random): ResourceProvider {
  /** Names of the policies that a role brought with it; others are resources of their own, which stay. */
  const inline = new Map<string, readonly string[]>();
  const put = (name: string, properties: RoleProperties): Deployed => {
    const { AssumeRolePolicyDocument, ManagedPolicyArns, Path, Policies } = properties;
    const attached = ManagedPolicyArns.map((arn) => [arn, managed.get(arn)] as const);
    const role = roles.put(name, AssumeRolePolicyDocument, Path);
    inline.get(name)?.forEach((policy) => role.policies.delete(policy));
    for (const { PolicyName, PolicyDocument } of Policies) role.policies.set(PolicyName, PolicyDocument);
    inline.set(
      name,
      Policies.map(({ PolicyName }) => PolicyName),
    );
    for (const arn of managed.arns()) role.policies.delete(arn);
    for (const [arn, document] of attached) role.policies.set(arn, document);
    return deployed(role);
  };
  return provider<RoleProperties>({
    type: 'AWS::IAM::Role',
    schema: roleSchema,
    keeps: ({ PermissionsBoundary }) =>
      PermissionsBoundary === undefined ? [] : [`the boundary ${PermissionsBoundary} is kept and limits nothing here`],
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
      const { Path = '/' } = properties;
      if (!before.attributes['Arn']?.endsWith(`:role${Path}${before.ref}`))
        throw new UnsupportedError(`${logicalId} (AWS::IAM::Role) Path`, 'changing it would replace the role');
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
