import { expect, onTestFinished, test } from 'vitest';
import { parseTemplate } from '../../src/template/schema.ts';
import { testCloud } from '../../src/testing/cloud.ts';

async function deploying(Resources: object, Outputs: object = {}) {
  const cloud = await testCloud(onTestFinished);
  const template = parseTemplate({ Resources, Outputs }, 'Shop');
  return { cloud, deploy: () => cloud.deployer.deploy({ stackName: 'Shop', template, assets: new Map() }) };
}

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};
const python = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'provider.zip' },
    Handler: 'index.handler',
    Runtime: 'python3.13',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
  },
};
const custom = (Type: string, properties: object = {}) => ({
  Type,
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] }, ...properties },
});
const queue = (QueueName: unknown) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });

test.each(['Custom::CDKBucketDeployment', 'AWS::CloudFormation::CustomResource'])(
  'a %s is kept and does nothing, and so is what provides it and could not run',
  async (type) => {
    const files = custom(type, { Destination: 'a bucket', Secret: '{{resolve:secretsmanager:shop:SecretString:key}}' });
    const { cloud, deploy } = await deploying({ Role: role, Provider: python, Files: files });
    await deploy();
    const inert = [...(cloud.deployer.allStacks()[0]?.resources ?? [])].flatMap(([id, { provider }]) =>
      provider.inert === undefined ? [] : [`${id}: ${provider.inert}`],
    );
    const why = 'functions that provide custom resources are not called';
    expect(inert).toEqual([`Provider: ${why}`, `Files: ${why}`]);
  },
);

test('a function that provides nothing is refused as ever where it cannot run', async () => {
  const { deploy } = await deploying({ Role: role, Provider: python });
  await expect(deploy()).rejects.toThrow(/Provider \(AWS::Lambda::Function\): python3\.13 does not run/);
});

test('what needs the answer of a custom resource is refused before anything is made, with the way out', async () => {
  const call = custom('Custom::AWS');
  const { cloud, deploy } = await deploying({
    Role: role,
    Provider: python,
    Call: call,
    Queue: queue({ 'Fn::Join': ['-', ['q', { 'Fn::GetAtt': ['Call', 'Parameter.Value'] }]] }),
  });
  await expect(deploy()).rejects.toThrow(
    'Queue (AWS::SQS::Queue): needs Call.Parameter.Value of a custom resource: functions that provide custom ' +
      'resources are not called on the local cloud; give it another value by the context, or leave that stack out',
  );
  expect(cloud.deployer.allStacks()).toEqual([]);
});

test('what does nothing itself may need it', async () => {
  const alias = { AliasName: 'alias/shop', TargetKeyId: { 'Fn::GetAtt': ['Call', 'Id'] } };
  const { deploy } = await deploying({
    Role: role,
    Provider: python,
    Call: custom('Custom::AWS'),
    Alias: { Type: 'AWS::KMS::Alias', Properties: alias },
  });
  await expect(deploy()).resolves.toBeDefined();
});
