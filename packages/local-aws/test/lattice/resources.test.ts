import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import type { Deployed, ResourceProvider } from '../../src/core/resource.ts';
import { latticeResources } from '../../src/lattice/resources.ts';
import { PLACE, service } from './world.ts';

const NETWORK = 'sn-0123456789abcdef0';

function given() {
  const world = service();
  const providers = new Map(
    latticeResources(world.lattice, seededRandom(1)).map((provider) => [provider.type, provider]),
  );
  const of = (type: string): ResourceProvider => {
    const provider = providers.get(`AWS::VpcLattice::${type}`);
    if (provider === undefined) throw new Error(`no provider for ${type}`);
    return provider;
  };
  const request = (type: string, properties: object) => ({
    logicalId: type,
    stackName: 'Shop',
    place: PLACE,
    metadata: {},
    properties: of(type).schema.parse(properties),
  });
  return {
    ...world,
    create: async (type: string, properties: object) => of(type).create(request(type, properties)),
    update: async (type: string, properties: object, before: Deployed) =>
      of(type).update(request(type, properties), before),
    remove: async (type: string, deployed: Deployed) => of(type).remove(deployed),
    parse: (type: string, properties: object) => of(type).schema.parse(properties),
  };
}

describe('a network that others own', () => {
  test.each([NETWORK, `arn:aws:vpc-lattice:eu-west-1:444455556666:servicenetwork/${NETWORK}`])(
    'is joined as %s',
    async (identifier) => {
      const { create, lattice, owner } = given();
      const { attributes } = await create('ServiceNetworkServiceAssociation', {
        ServiceNetworkIdentifier: identifier,
        ServiceIdentifier: owner.id,
      });
      expect(attributes['ServiceNetworkId']).toBe(NETWORK);
      expect(attributes['ServiceNetworkArn']).toMatch(new RegExp(`:servicenetwork/${NETWORK}$`));
      expect(lattice.networkAt(identifier)).toBe(lattice.networkAt(NETWORK));
    },
  );

  test('rejects what is no id of one', async () => {
    const { create, owner } = given();
    await expect(
      create('ServiceNetworkServiceAssociation', { ServiceNetworkIdentifier: 'shop', ServiceIdentifier: owner.id }),
    ).rejects.toThrow('SERVICE_NETWORK shop not found');
  });
});

const vpc = (network: string, more: object = {}) => ({
  ServiceNetworkIdentifier: network,
  VpcIdentifier: 'vpc-1',
  ...more,
});

describe('a VPC of a network', () => {
  test('stays when its security groups change, and is another when the VPC does', async () => {
    const { create, network, update } = given();
    const before = await create('ServiceNetworkVpcAssociation', vpc(network.id));
    expect(before.attributes).toMatchObject({ VpcId: 'vpc-1', ServiceNetworkArn: network.arn, Status: 'ACTIVE' });
    expect(await update('ServiceNetworkVpcAssociation', vpc(network.arn, { SecurityGroupIds: ['sg-1'] }), before)).toBe(
      before,
    );
    expect(
      (await update('ServiceNetworkVpcAssociation', vpc(network.id, { VpcIdentifier: 'vpc-2' }), before)).ref,
    ).not.toBe(before.ref);
  });
});

describe('an update that VPC Lattice refuses', () => {
  test('another network for a VPC: the new association comes before the old one goes', async () => {
    const { create, lattice, network, remove, update } = given();
    const before = await create('ServiceNetworkVpcAssociation', vpc(network.id));
    const other = lattice.createNetwork('other');
    await expect(update('ServiceNetworkVpcAssociation', vpc(other.id), before)).rejects.toMatchObject({
      code: 'ConflictException',
    });
    await remove('ServiceNetworkVpcAssociation', before);
    await expect(create('ServiceNetworkVpcAssociation', vpc(other.id))).resolves.toBeDefined();
  });

  test('security groups that are all taken away; some may be', async () => {
    const { create, network, update } = given();
    const groups = (...SecurityGroupIds: string[]) => vpc(network.id, { SecurityGroupIds });
    const before = await create('ServiceNetworkVpcAssociation', groups('sg-1', 'sg-2'));
    expect(await update('ServiceNetworkVpcAssociation', groups('sg-2'), before)).toBe(before);
    for (const none of [vpc(network.id), groups()])
      await expect(update('ServiceNetworkVpcAssociation', none, before)).rejects.toMatchObject({
        code: 'ValidationException',
      });
  });

  test('a listener of another service over the same target groups', async () => {
    const { create, lattice, production } = given();
    const other = lattice.createService('other');
    const over = (targetGroup: string) => ({
      ServiceIdentifier: other.id,
      Protocol: 'HTTP',
      DefaultAction: { Forward: { TargetGroups: [{ TargetGroupIdentifier: targetGroup, Weight: 100 }] } },
    });
    await expect(create('Listener', over(production.id))).rejects.toMatchObject({
      code: 'ConflictException',
      message: expect.stringContaining(`target group ${production.id} belongs to service`) as string,
    });
    const own = lattice.createTargetGroup('own', undefined);
    const listener = await create('Listener', over(own.id));
    const groups = [{ targetGroupId: production.id, weight: 1 }];
    expect(() => lattice.updateListener(lattice.listeners.get(listener.ref), groups)).toThrow('belongs to service');
  });
});

const LOGS = 'arn:aws:logs:eu-west-1:123456789012:log-group:access:*';

describe('an access log subscription', () => {
  test('is of one service, which has one only; the destination may change', async () => {
    const { create, lattice, owner, remove, update } = given();
    const of = (ResourceIdentifier: string, DestinationArn = LOGS) => ({ ResourceIdentifier, DestinationArn });
    const before = await create('AccessLogSubscription', of(owner.arn));
    expect(before.attributes).toMatchObject({ ResourceId: owner.id, Arn: before.ref });
    await expect(create('AccessLogSubscription', of(owner.id))).rejects.toMatchObject({ code: 'ConflictException' });
    expect(await update('AccessLogSubscription', of(owner.id, LOGS.replace('access', 'other')), before)).toBe(before);
    expect(lattice.subscriptionOf(owner)?.destinationArn).toContain('log-group:other:*');
    const second = lattice.createService('second');
    expect((await update('AccessLogSubscription', of(second.id), before)).ref).not.toBe(before.ref);
    await remove('AccessLogSubscription', before);
    expect(lattice.subscriptionOf(owner)).toBeUndefined();
  });

  test.each([
    [{ ResourceIdentifier: NETWORK, DestinationArn: LOGS }, /whole networks are not logged/],
    [{ ResourceIdentifier: 'svc-1', DestinationArn: LOGS.replace(':*', '') }, /which ends in :\*/],
    [{ ResourceIdentifier: 'svc-1', DestinationArn: 'arn:aws:s3:::logs' }, /expected the ARN of a log group/],
  ])('rejects %j', (properties, message) => {
    const { parse } = given();
    expect(() => parse('AccessLogSubscription', properties)).toThrow(message);
  });
});

describe('a rule', () => {
  test('changes in place, is another with another name, and goes', async () => {
    const { create, lattice, listener, owner, production, remove, update } = given();
    const said = (Exact: string, more: object = {}) => ({
      ServiceIdentifier: owner.id,
      ListenerIdentifier: listener.id,
      Name: 'preview',
      Priority: 10,
      Match: { HttpMatch: { HeaderMatches: [{ Name: 'x-preview', Match: { Exact }, CaseSensitive: false }] } },
      Action: { Forward: { TargetGroups: [{ TargetGroupIdentifier: production.id, Weight: 100 }] } },
      ...more,
    });
    const before = await create('Rule', said('one'));
    expect(before.attributes).toEqual({ Arn: before.ref, Id: lattice.rules.get(before.ref).id });
    expect(await update('Rule', said('two', { Priority: 11 }), before)).toBe(before);
    expect(lattice.rules.get(before.ref).definition).toMatchObject({
      priority: 11,
      match: { headerMatches: [{ name: 'x-preview', match: { exact: 'two' } }] },
    });
    const renamed = await update('Rule', said('two', { Name: 'other', Priority: 12 }), before);
    expect(renamed.ref).not.toBe(before.ref);
    await remove('Rule', renamed);
    expect(lattice.rules.of(listener).map(({ name }) => name)).toEqual(['preview']);
  });

  test.each([
    [{ Name: 'x'.repeat(41), Match: { Exact: 'a' } }, /<=40/],
    [{ Name: 'x-preview', Match: { Exact: '' } }, />=1/],
    [{ Name: 'x-preview', Match: { Prefix: 'a' } }, /Prefix/],
  ])('rejects the header match %j', (headerMatch, message) => {
    const { parse } = given();
    const rest = { ServiceIdentifier: 'svc-1', ListenerIdentifier: 'listener-1', Priority: 1 };
    const Action = { Forward: { TargetGroups: [{ TargetGroupIdentifier: 'tg-1' }] } };
    expect(() => parse('Rule', { ...rest, Action, Match: { HttpMatch: { HeaderMatches: [headerMatch] } } })).toThrow(
      message,
    );
  });
});

const policy = (StringEquals: object) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 'vpc-lattice-svcs:Invoke', Resource: '*', Condition: { StringEquals } },
  ],
});

describe('an auth policy', () => {
  test("is the service's until it is removed", async () => {
    const { create, owner, remove } = given();
    const deployed = await create('AuthPolicy', {
      ResourceIdentifier: owner.id,
      Policy: policy({ 'aws:PrincipalAccount': PLACE.account }),
    });
    expect(deployed.attributes).toEqual({ State: 'Inactive' });
    expect(owner.authPolicy?.Statement).toHaveLength(1);
    await remove('AuthPolicy', deployed);
    expect(owner.authPolicy).toBeUndefined();
  });

  test('rejects conditions that are not evaluated', () => {
    const { owner, parse } = given();
    expect(() =>
      parse('AuthPolicy', { ResourceIdentifier: owner.id, Policy: policy({ 'vpc-lattice-svcs:SourceVpc': 'vpc-1' }) }),
    ).toThrow(/SourceVpc/);
  });
});

describe('a service', () => {
  test('stays when its auth type or certificate changes, and is another when its domain does', async () => {
    const { create, lattice, update } = given();
    const named = {
      CustomDomainName: 'shop.example.com',
      CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
    };
    const before = await create('Service', named);
    expect(
      await update(
        'Service',
        { ...named, AuthType: 'AWS_IAM', CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/2' },
        before,
      ),
    ).toBe(before);
    expect(lattice.services.get(before.ref).authType).toBe('AWS_IAM');
    expect((await update('Service', {}, before)).ref).not.toBe(before.ref);
  });
});

test('rejects a network that relies on an auth policy', () => {
  const { parse } = given();
  expect(() => parse('ServiceNetwork', { AuthType: 'AWS_IAM' })).toThrow(/AuthType/);
});

const createIn = (stackName: string, type: string, properties: object) => {
  const { lattice } = service();
  const found = latticeResources(lattice, seededRandom(1)).find((each) => each.type === `AWS::VpcLattice::${type}`);
  return found?.create({
    logicalId: 'OrdersLatticeServiceA7FF6EB2',
    stackName,
    place: PLACE,
    metadata: {},
    properties: found.schema.parse(properties),
  });
};

describe('a name', () => {
  test.each([
    ['checkout-svc-prod', 'Service'],
    ['team-payments-production-lattice', 'ServiceNetwork'],
  ])(
    'is refused where CloudFormation makes it up from a stack %s that it cuts at a hyphen',
    async (stackName, type) => {
      await expect(createIn(stackName, type, {})).rejects.toMatchObject({
        code: 'ValidationException',
        message: expect.stringContaining('got ') as string,
      });
      await expect(createIn(stackName, type, { Name: stackName })).resolves.toBeDefined();
    },
  );

  test.each(['svc-orders', 'Orders', 'a--b', '-ab', 'ab-', 'ab', 'x'.repeat(41), ''])(
    'is refused: %s',
    async (Name) => {
      await expect(createIn('shop', 'Service', { Name })).rejects.toMatchObject({ code: 'ValidationException' });
    },
  );

  test('is refused while another has it, as when a resource is replaced under its own name', async () => {
    const { create: make, update } = given();
    const before = await make('Service', { Name: 'orders' });
    const moved = update('Service', { Name: 'orders', CustomDomainName: 'shop.example.com' }, before);
    await expect(moved).rejects.toMatchObject({ code: 'ConflictException', message: 'SERVICE orders already exists' });
  });
});
