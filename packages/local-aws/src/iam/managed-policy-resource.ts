import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider, type ResourceRequest } from '../core/resource.ts';
import type { Place } from '../core/types.ts';
import { type IdentityPolicy, identityPolicySchema } from './document.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import type { Roles } from './roles.ts';

/** As of a role or a policy: `/`, or folders such as `/service/`. */
export const pathSchema = z.string().regex(/^\/(.+\/)?$/, 'a path that begins and ends with a slash');

const schema = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  Description: z.string().optional(),
  Path: pathSchema.optional(),
  PolicyDocument: identityPolicySchema,
  Roles: z.array(z.string()).default([]),
});
type Properties = z.infer<typeof schema>;

/** `arn:aws:iam::111122223333:policy/service/boundary`; AWS's own have `aws` for an account. */
export function isOfAccount(arn: string): boolean {
  return /^arn:aws:iam::\d{12}:policy\//.test(arn);
}

const arnOf = ({ account }: Place, path: string, name: string) => `arn:aws:iam::${account}:policy${path}${name}`;

/** AWS's managed policies that are known here, and those that stacks have made. */
export class ManagedPolicies {
  private readonly known = new Map(MANAGED_POLICIES);

  set(arn: string, document: IdentityPolicy): void {
    this.known.set(arn, document);
  }

  delete(arn: string): void {
    this.known.delete(arn);
  }

  arns(): readonly string[] {
    return [...this.known.keys()];
  }

  /** @throws Error when there is no such policy */
  get(arn: string): IdentityPolicy {
    const document = this.known.get(arn);
    if (document === undefined)
      throw new Error(`there is no managed policy ${arn}: no stack here has made it, and what it allows is not known`);
    return document;
  }
}

/** AWS::IAM::ManagedPolicy, which roles name by its ARN, or which names roles itself. */
export function managedPolicyProvider(roles: Roles, managed: ManagedPolicies, random: Random): ResourceProvider {
  const put = (arn: string, { PolicyDocument, Roles: named }: Properties): Deployed => {
    // What a role has of it is a document, so that who had the old one gets the new.
    const holders = roles.all().filter(({ name, policies }) => named.includes(name) || policies.has(arn));
    managed.set(arn, PolicyDocument);
    holders.forEach(({ policies }) => policies.set(arn, PolicyDocument));
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: arn } };
  };
  const create = async (request: ResourceRequest<Properties>) => {
    const { ManagedPolicyName: name = physicalName(request, random, 128), Path = '/' } = request.properties;
    return put(arnOf(request.place, Path, name), request.properties);
  };
  return provider<Properties>({
    type: 'AWS::IAM::ManagedPolicy',
    schema,
    create,
    async update(request, before) {
      const { ManagedPolicyName: name = before.ref.split('/').at(-1) ?? '', Path = '/' } = request.properties;
      return before.ref === arnOf(request.place, Path, name) ? put(before.ref, request.properties) : create(request);
    },
    async remove({ ref }) {
      managed.delete(ref);
      for (const { policies } of roles.all()) policies.delete(ref);
    },
  });
}
