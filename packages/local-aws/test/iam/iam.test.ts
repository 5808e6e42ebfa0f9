import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { iamResources } from '../../src/iam/resources.ts';
import { Roles } from '../../src/iam/roles.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };
const document = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const trust = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});

function given() {
  const roles = new Roles(PLACE, seededRandom(2));
  const providers = new Map(iamResources(roles, seededRandom(1)).map((each) => [each.type, each]));
  const resource = (type: 'Role' | 'Policy', properties: object) => {
    const provider = providers.get(`AWS::IAM::${type}`);
    if (provider === undefined) throw new Error(type);
    return {
      provider,
      request: {
        logicalId: 'Id',
        stackName: 'Stack',
        place: PLACE,
        metadata: {},
        properties: provider.schema.parse(properties),
      },
    };
  };
  const create = (type: 'Role' | 'Policy', properties: object) => {
    const { provider, request } = resource(type, properties);
    return provider.create(request);
  };
  return { roles, resource, create };
}

describe('a role', () => {
  test('is known by an access key for each of its sessions', async () => {
    const { roles, create } = given();
    const { ref, attributes } = await create('Role', {
      RoleName: 'shift',
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    });
    await create('Role', { RoleName: 'claim', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    expect([ref, attributes['Arn']]).toEqual(['shift', 'arn:aws:iam::123456789012:role/shift']);

    const key = roles.accessKeyIdFor('arn:aws:iam::123456789012:role/shift', 'fn');
    expect(key).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(roles.callerOf(key)).toEqual({ principal: 'arn:aws:iam::123456789012:role/shift', session: 'fn' });
    expect(roles.accessKeyIdFor('arn:aws:iam::123456789012:role/shift', 'fn')).toBe(key);
    expect(roles.accessKeyIdFor('arn:aws:iam::123456789012:role/shift', 'other')).not.toBe(key);
    expect(roles.accessKeyIdFor('arn:aws:iam::123456789012:role/claim', 'fn')).not.toBe(key);
  });

  test('keeps its key when its trust policy changes', async () => {
    const { roles, resource } = given();
    const { provider, request } = resource('Role', { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    const created = await provider.create(request);
    const changed = resource('Role', { AssumeRolePolicyDocument: trust('states.amazonaws.com') }).request;
    expect(await provider.update(changed, created)).toEqual(created);
    expect(roles.get(created.ref).trust).toEqual(trust('states.amazonaws.com'));
  });

  test('that is removed gives no more keys, and its keys are still known as its own', async () => {
    const { roles, resource } = given();
    const { provider, request } = resource('Role', {
      RoleName: 'shift',
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    });
    const created = await provider.create(request);
    const key = roles.accessKeyIdFor('arn:aws:iam::123456789012:role/shift', 'fn');
    await provider.remove(created);
    expect(roles.callerOf(key)).toEqual({ principal: 'arn:aws:iam::123456789012:role/shift', session: 'fn' });
    expect(roles.find('arn:aws:iam::123456789012:role/shift')).toBeUndefined();
    expect(() => roles.accessKeyIdFor('arn:aws:iam::123456789012:role/shift', 'fn')).toThrow(
      'there is no role arn:aws:iam::123456789012:role/shift',
    );
  });

  test('rejects a new name, which would replace it', async () => {
    const { resource } = given();
    const { provider, request } = resource('Role', {
      RoleName: 'old',
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    });
    const created = await provider.create(request);
    const renamed = resource('Role', {
      RoleName: 'new',
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    }).request;
    await expect(provider.update(renamed, created)).rejects.toThrow(
      /Id \(AWS::IAM::Role\) RoleName: changing it from old would replace the role/,
    );
  });

  test.each(['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'])(
    'may have %s, which CDK gives to functions',
    (name) => {
      const { resource } = given();
      expect(() =>
        resource('Role', {
          AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
          ManagedPolicyArns: [`arn:aws:iam::aws:policy/service-role/${name}`],
        }),
      ).not.toThrow();
    },
  );

  test('loses a managed policy that it no longer names, and keeps the others', async () => {
    const { resource, roles, create } = given();
    const role = { RoleName: 'shift', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') };
    const { provider, request } = resource('Role', {
      ...role,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    });
    const created = await provider.create(request);
    await create('Policy', { PolicyName: 'read', PolicyDocument: document('dynamodb:GetItem'), Roles: ['shift'] });
    expect(roles.get('shift').statements.map(({ Action }) => Action)).toEqual([
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      'dynamodb:GetItem',
    ]);

    await provider.update(resource('Role', role).request, created);
    expect(roles.get('shift').statements.map(({ Action }) => Action)).toEqual(['dynamodb:GetItem']);
  });

  test('rejects other managed policies by name: what they allow is not in the template', () => {
    const { resource } = given();
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/PowerUserAccess'];
    expect(() =>
      resource('Role', { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ManagedPolicyArns }),
    ).toThrow(
      new RegExp(
        'does not know what the managed policy arn:aws:iam::aws:policy/PowerUserAccess allows; ' +
          'it knows .*AWSLambdaBasicExecutionRole',
      ),
    );
  });
});

describe('a policy', () => {
  test('is held by the roles it names, in its newest form, until it is removed', async () => {
    const { roles, create, resource } = given();
    for (const RoleName of ['a', 'b'])
      await create('Role', { RoleName, AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    const policiesOf = (role: string) => Object.fromEntries(roles.get(role).policies);
    const { provider, request } = resource('Policy', {
      PolicyName: 'read',
      PolicyDocument: document('dynamodb:GetItem'),
      Roles: ['a', 'b'],
    });
    const created = await provider.create(request);
    expect([policiesOf('a'), policiesOf('b')]).toEqual([
      { read: document('dynamodb:GetItem') },
      { read: document('dynamodb:GetItem') },
    ]);

    const narrower = resource('Policy', {
      PolicyName: 'query',
      PolicyDocument: document('dynamodb:Query'),
      Roles: ['b'],
    }).request;
    expect(await provider.update(narrower, created)).toMatchObject({ ref: created.ref });
    expect([policiesOf('a'), policiesOf('b')]).toEqual([{}, { query: document('dynamodb:Query') }]);

    await provider.remove(created);
    expect(policiesOf('b')).toEqual({});
  });

  test.each<[string, object, string]>([
    ['operator', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, 'does not evaluate the condition operator IpAddress'],
    [
      'key',
      { StringEquals: { 'dynamodb:Attributes': 'shop' } },
      'has no value for the condition key dynamodb:Attributes',
    ],
    [
      'key with several values without a quantifier',
      { ArnLike: { 'vpc-lattice:TargetGroupArns': 'arn:x' } },
      'needs ForAllValues: or ForAnyValue:',
    ],
    [
      'variable',
      { StringEquals: { 'aws:PrincipalArn': '${aws:username}' } },
      'policy variables such as ${aws:username} are not supported',
    ],
  ])(
    'rejects a condition %s that is not evaluated, with role, policy, statement and operator',
    (_what, Condition, why) => {
      const { Version, Statement } = document('dynamodb:GetItem');
      const PolicyDocument = { Version, Statement: [...Statement, { ...Statement[0], Condition }] };
      const { provider } = given().resource('Policy', {
        PolicyName: 'read',
        PolicyDocument: document('sqs:*'),
        Roles: ['x'],
      });
      const parsed = provider.schema.safeParse({ PolicyName: 'read', PolicyDocument, Roles: ['<<ShiftRole>>'] });
      const [issue] = parsed.error?.issues ?? [];
      expect(issue?.message).toContain(why);
      expect(issue?.message).toMatch(/\(policy read of ShiftRole\)$/);
      expect(issue?.path.slice(0, 5)).toEqual([
        'PolicyDocument',
        'Statement',
        1,
        'Condition',
        Object.keys(Condition)[0],
      ]);
    },
  );

  test.each<[string, object, string]>([
    ['without an action', { Action: undefined }, 'either Action or NotAction'],
    ['with both actions', { NotAction: 'sqs:*' }, 'either Action or NotAction'],
    ['with both resources', { NotResource: '*' }, 'either Resource or NotResource'],
    ['with an action without a service', { Action: 'GetItem' }, 'a service and a name such as lambda:GetAlias'],
    ['on something that is no ARN', { Resource: 'table/records' }, 'resources are `*` or ARNs'],
    ['for a principal', { Principal: '*' }, 'is not supported by the local cloud (policy read of a)'],
  ])('rejects a statement %s', (_what, change, why) => {
    const statement = { ...document('dynamodb:GetItem').Statement[0], ...change };
    expect(() =>
      given().resource('Policy', {
        PolicyName: 'read',
        PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
        Roles: ['a'],
      }),
    ).toThrow(why);
  });

  test('rejects a role that does not exist', async () => {
    await expect(
      given().create('Policy', { PolicyName: 'read', PolicyDocument: document('dynamodb:GetItem'), Roles: ['nobody'] }),
    ).rejects.toThrow('there is no role nobody');
  });
});
