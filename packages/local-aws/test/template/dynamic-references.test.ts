import { expect, onTestFinished, test } from 'vitest';
import { parseTemplate } from '../../src/template/schema.ts';
import { testCloud } from '../../src/testing/cloud.ts';

const parameter = (Name: string, Value: string) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Value, Type: 'String' },
});
const queue = (QueueName: unknown) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });

async function stacks() {
  const cloud = await testCloud(onTestFinished);
  const deploy = (stackName: string, Resources: object) =>
    cloud.deployer.deploy({ stackName, template: parseTemplate({ Resources }, stackName), assets: new Map() });
  return { deploy, names: () => cloud.queues.all().map(({ arn }) => arn.split(':').at(-1)) };
}

test('a parameter of another stack stands where it is referred to, also in part and joined', async () => {
  const { deploy, names } = await stacks();
  await deploy('Settings', { Name: parameter('/shop/name', 'orders') });
  await deploy('Shop', {
    One: queue('{{resolve:ssm:/shop/name}}'),
    Two: queue({ 'Fn::Join': ['', ['dead-', '{{resolve:ssm:', '/shop/name', ':1}}']] }),
  });
  expect(names()).toEqual(['orders', 'dead-orders']);
});

test('a stack may make the parameter itself', async () => {
  const { deploy, names } = await stacks();
  await deploy('Shop', {
    Queue: { ...queue('{{resolve:ssm:/shop/name:1}}'), DependsOn: 'Name' },
    Name: parameter('/shop/name', 'orders'),
  });
  expect(names()).toEqual(['orders']);
});

test('another value is taken by the next deployment', async () => {
  const { deploy, names } = await stacks();
  const shop = () => deploy('Shop', { Queue: queue('{{resolve:ssm:/shop/name}}') });
  await deploy('Settings', { Name: parameter('/shop/name', 'orders') });
  await shop();
  await deploy('Settings', { Name: parameter('/shop/name', 'sales') });
  await shop();
  expect(names()).toEqual(['sales']);
});

test.each([
  ['{{resolve:ssm:/none}}', /SSM has no parameter \/none here: deploy a stack that makes it first/],
  ['{{resolve:ssm:/shop/name:7}}', /the local cloud keeps the newest version only, which is 1/],
  ['{{resolve:ssm-secure:/key}}', /ssm-secure has no values on the local cloud, which keeps no secrets: give the/],
  [
    '{{resolve:secretsmanager:shop:SecretString:key}}',
    /Queue \(AWS::SQS::Queue\) QueueName: \{\{.*\}\}: secretsmanager has no values/,
  ],
])('%s is refused by name, with the way out', async (reference, why) => {
  const { deploy } = await stacks();
  await deploy('Settings', { Name: parameter('/shop/name', 'orders') });
  await expect(deploy('Shop', { Queue: queue(reference) })).rejects.toThrow(why);
});
