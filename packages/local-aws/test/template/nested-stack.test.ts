import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testCloud } from '../../src/testing/cloud.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';

const queue = (QueueName: unknown) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });

/** An assembly of one stack, whose nested one has a queue. @param nested changes of the nested template */
function assembly(Name: string, nested: object = {}): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  const inner = {
    Parameters: { Name: { Type: 'String' } },
    Resources: { Queue: queue({ Ref: 'Name' }) },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    ...nested,
  };
  const TemplateURL = { 'Fn::Sub': 'https://s3.${AWS::Region}.${AWS::URLSuffix}/assets/inner.json' };
  const outer = {
    Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, Parameters: { Name } } } },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] } } },
  };
  const destinations = { here: { bucketName: 'assets', objectKey: 'inner.json' } };
  const files = {
    'manifest.json': {
      artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.json' } } },
    },
    'Shop.json': outer,
    'Shop.assets.json': { files: { inner: { source: { path: 'inner.json' }, destinations } } },
    'inner.json': inner,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), JSON.stringify(content));
  return path;
}

test('a nested stack comes and changes with its parent, which has its outputs, and goes with it', async () => {
  const cloud = await testCloud(onTestFinished);
  await cloud.deploy(assembly('one'));
  expect(cloud.outputs).toEqual({ Arn: 'arn:aws:sqs:eu-west-1:123456789012:one' });
  const names = () => cloud.deployer.allStacks().map(({ description }) => description.StackName);
  expect(names()).toEqual(['Shop', expect.stringMatching(/^Shop-Inner-/)]);

  await cloud.deploy(assembly('two'));
  expect(cloud.outputs).toEqual({ Arn: 'arn:aws:sqs:eu-west-1:123456789012:two' });
  await cloud.deployer.remove(cloud.deployer.stack('Shop'));
  expect(names()).toEqual([]);
});

test('what is wrong with a nested stack undoes its parent', async () => {
  const cloud = await testCloud(onTestFinished);
  const Resources = { Queue: queue('q'), Stream: { Type: 'AWS::Kinesis::Stream' } };
  await expect(cloud.deploy(assembly('one', { Resources }))).rejects.toThrow(
    /failed at Inner .*Stream \(AWS::Kinesis::Stream\): this resource type is not supported/s,
  );
  expect(cloud.deployer.allStacks()).toEqual([]);
});
