import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../local/core/random.ts';
import { iamResources } from '../../../local/iam/resources.ts';
import { Roles } from '../../../local/iam/roles.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };
const document = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const trust = (Service: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] });

function given() {
  const roles = new Roles(PLACE, seededRandom(2));
  const providers = new Map(iamResources(roles, seededRandom(1)).map((each) => [each.type, each]));
  const resource = (type: 'Role' | 'Policy', properties: object) => {
    const provider = providers.get(`AWS::IAM::${type}`);
    if (provider === undefined) throw new Error(type);
    return { provider, request: { logicalId: 'Id', stackName: 'Stack', place: PLACE, metadata: {}, properties: provider.schema.parse(properties) } };
  };
  const create = (type: 'Role' | 'Policy', properties: object) => {
    const { provider, request } = resource(type, properties);
    return provider.create(request);
  };
  return { roles, resource, create };
}

describe('a role', () => {
  test('is known by an access key of its own', async () => {
    const { roles, create } = given();
    const { ref, attributes } = await create('Role', { RoleName: 'shift', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    await create('Role', { RoleName: 'claim', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    expect([ref, attributes['Arn']]).toEqual(['shift', 'arn:aws:iam::123456789012:role/shift']);

    const key = roles.accessKeyIdFor('arn:aws:iam::123456789012:role/shift');
    expect(key).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(roles.principalOf(key)).toBe('arn:aws:iam::123456789012:role/shift');
    expect(roles.accessKeyIdFor('arn:aws:iam::123456789012:role/claim')).not.toBe(key);
  });

  test('keeps its key when its trust policy changes', async () => {
    const { roles, resource } = given();
    const { provider, request } = resource('Role', { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    const created = await provider.create(request);
    const changed = resource('Role', { AssumeRolePolicyDocument: trust('states.amazonaws.com') }).request;
    expect(await provider.update(changed, created)).toEqual(created);
    expect(roles.get(created.ref).trust).toEqual(trust('states.amazonaws.com'));
  });

  test('that is removed is nobody\'s principal any more', async () => {
    const { roles, resource } = given();
    const { provider, request } = resource('Role', { RoleName: 'shift', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    const created = await provider.create(request);
    const key = roles.get('shift').accessKeyId;
    await provider.remove(created);
    expect(roles.principalOf(key)).toBeUndefined();
    expect(() => roles.accessKeyIdFor('arn:aws:iam::123456789012:role/shift')).toThrow('there is no role shift');
  });

  test('rejects a new name, which would replace it', async () => {
    const { resource } = given();
    const { provider, request } = resource('Role', { RoleName: 'old', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    const created = await provider.create(request);
    const renamed = resource('Role', { RoleName: 'new', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') }).request;
    await expect(provider.update(renamed, created)).rejects.toThrow(/Id \(AWS::IAM::Role\) RoleName: changing it from old would replace the role/);
  });

  test.each(['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'])('may have %s, which CDK gives to functions', (name) => {
    const { resource } = given();
    expect(() => resource('Role', { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ManagedPolicyArns: [`arn:aws:iam::aws:policy/service-role/${name}`] })).not.toThrow();
  });

  test('rejects other managed policies: what they allow is not in the template', () => {
    const { resource } = given();
    expect(() => resource('Role', { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })).toThrow(/ManagedPolicyArns/);
  });
});

describe('a policy', () => {
  test('is held by the roles it names, in its newest form, until it is removed', async () => {
    const { roles, create, resource } = given();
    for (const RoleName of ['a', 'b']) await create('Role', { RoleName, AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    const policiesOf = (role: string) => Object.fromEntries(roles.get(role).policies);
    const { provider, request } = resource('Policy', { PolicyName: 'read', PolicyDocument: document('dynamodb:GetItem'), Roles: ['a', 'b'] });
    const created = await provider.create(request);
    expect([policiesOf('a'), policiesOf('b')]).toEqual([{ read: document('dynamodb:GetItem') }, { read: document('dynamodb:GetItem') }]);

    const narrower = resource('Policy', { PolicyName: 'query', PolicyDocument: document('dynamodb:Query'), Roles: ['b'] }).request;
    expect(await provider.update(narrower, created)).toMatchObject({ ref: created.ref });
    expect([policiesOf('a'), policiesOf('b')]).toEqual([{}, { query: document('dynamodb:Query') }]);

    await provider.remove(created);
    expect(policiesOf('b')).toEqual({});
  });

  test('rejects a role that does not exist', async () => {
    await expect(given().create('Policy', { PolicyName: 'read', PolicyDocument: document('dynamodb:GetItem'), Roles: ['nobody'] })).rejects.toThrow('there is no role nobody');
  });
});
