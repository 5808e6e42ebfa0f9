import { expect, test } from 'vitest';
import { inertResources } from '../../src/template/inert-resources.ts';
import { PLACE } from './stack-world.ts';

const request = (logicalId: string, properties: object) => ({
  logicalId,
  stackName: 'Shop',
  place: PLACE,
  metadata: {},
  properties,
});

function inert(type: string) {
  const provider = inertResources().find((each) => each.type === type);
  if (provider === undefined) throw new Error(type);
  return provider;
}

test('what a VPC is made of has ids of their own, and tells what it was asked for', async () => {
  const [one, two] = await Promise.all(
    ['A', 'B'].map((id) => inert('AWS::EC2::Subnet').create(request(id, { CidrBlock: '10.0.0.0/18', VpcId: 'vpc-1' }))),
  );
  expect(one?.ref).toMatch(/^subnet-[0-9a-f]{17}$/);
  expect(one?.ref).not.toBe(two?.ref);
  expect(one?.attributes).toMatchObject({ SubnetId: one?.ref, CidrBlock: '10.0.0.0/18', VpcId: 'vpc-1' });
});

test('an update makes no other one', async () => {
  const group = inert('AWS::EC2::SecurityGroup');
  const before = await group.create(request('Sg', { GroupDescription: 'one' }));
  expect((await group.update(request('Sg', { GroupDescription: 'two' }), before)).ref).toBe(before.ref);
});

test('a secret has an ARN with its name, and nobody to give it away', async () => {
  const { ref } = await inert('AWS::SecretsManager::Secret').create(request('Key', { Name: 'shop/key' }));
  expect(ref).toBe('arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/key-local0');
});

test('each says what it does not do', () => {
  expect(inertResources().filter((each) => each.inert === undefined)).toEqual([]);
});
