import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { iamResources } from '../../src/iam/resources.ts';
import { Roles } from '../../src/iam/roles.ts';
import { PLACE } from '../template/stack-world.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};
const allowing = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

function world() {
  const roles = new Roles(PLACE, seededRandom(1));
  const all = iamResources(roles, seededRandom(2));
  const of = (type: string, logicalId: string, properties: object) => {
    const provider = all.find((each) => each.type === `AWS::IAM::${type}`);
    if (provider === undefined) throw new Error(type);
    const parsed = provider.schema.parse(properties);
    return {
      provider,
      request: { logicalId, stackName: 'Shop', place: PLACE, metadata: {}, properties: parsed },
    };
  };
  return {
    roles,
    of,
    create: (type: string, logicalId: string, properties: object) => {
      const { provider, request } = of(type, logicalId, properties);
      return provider.create(request);
    },
  };
}

const actionsOf = (roles: Roles, name: string) => roles.get(name).statements.map(({ Action }) => Action);

test('a role may do what a managed policy of the account says, also after the policy has changed', async () => {
  const { roles, create, of } = world();
  const policy = await create('ManagedPolicy', 'P', { Path: '/teams/', PolicyDocument: allowing('ssm:GetParameter') });
  expect(policy.ref).toMatch(/^arn:aws:iam::123456789012:policy\/teams\/Shop-P-/);
  const ManagedPolicyArns = [policy.ref];
  const role = await create('Role', 'R', { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns });
  expect(actionsOf(roles, role.ref)).toEqual(['ssm:GetParameter']);

  const { provider, request } = of('ManagedPolicy', 'P', { Path: '/teams/', PolicyDocument: allowing('s3:GetObject') });
  expect((await provider.update(request, policy)).ref).toBe(policy.ref);
  expect(actionsOf(roles, role.ref)).toEqual(['s3:GetObject']);
  await provider.remove(policy);
  expect(actionsOf(roles, role.ref)).toEqual([]);
});

test('a managed policy may name its roles', async () => {
  const { roles, create } = world();
  const role = await create('Role', 'R', { AssumeRolePolicyDocument: TRUST });
  await create('ManagedPolicy', 'P', { PolicyDocument: allowing('ssm:GetParameter'), Roles: [role.ref] });
  expect(actionsOf(roles, role.ref)).toEqual(['ssm:GetParameter']);
});

test('rejects a managed policy of the account that no stack has made', async () => {
  const ManagedPolicyArns = ['arn:aws:iam::123456789012:policy/teams/boundary'];
  await expect(world().create('Role', 'R', { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns })).rejects.toThrow(
    `there is no managed policy ${ManagedPolicyArns[0]}`,
  );
});

test("a role's path is in its ARN, by which it is found, and cannot be changed", async () => {
  const { roles, create, of } = world();
  const role = await create('Role', 'R', { AssumeRolePolicyDocument: TRUST, Path: '/service/' });
  expect(role.attributes['Arn']).toBe(`arn:aws:iam::123456789012:role/service/${role.ref}`);
  expect(roles.find(role.attributes['Arn'] ?? '')?.name).toBe(role.ref);
  const { provider, request } = of('Role', 'R', { AssumeRolePolicyDocument: TRUST, Path: '/other/' });
  await expect(provider.update(request, role)).rejects.toThrow('Path: changing it would replace the role');
});

test('a permissions boundary is kept, and said to limit nothing', () => {
  const PermissionsBoundary = 'arn:aws:iam::123456789012:policy/teams/boundary';
  const { provider, request } = world().of('Role', 'R', { AssumeRolePolicyDocument: TRUST, PermissionsBoundary });
  expect(provider.keeps?.(request.properties)).toEqual([
    `the boundary ${PermissionsBoundary} is kept and limits nothing here`,
  ]);
});
