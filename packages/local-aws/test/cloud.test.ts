import { GetAliasCommand, LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCloud, type Cloud } from '../src/cloud.ts';

/** A function that tells its release, its time and as whom it would call. */
const source = (release: string) => `
export const handler = async () => ({ statusCode: 200, body: JSON.stringify(said()) });
const said = () =>
  ({ release: '${release}', year: new Date().getUTCFullYear(), key: process.env.AWS_ACCESS_KEY_ID.slice(0, 4) });`;

/** A function that asks DynamoDB, in the words of an SDK, as its role. */
const CALLER = `
export const handler = async () => {
  const scope = '/20310101/eu-west-1/dynamodb/aws4_request';
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + scope;
  const type = { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' };
  const headers = { authorization, ...type };
  const body = JSON.stringify({ TableName: 'records', Key: {} });
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers, body });
  return { statusCode: 200, body: JSON.stringify([answer.status, await answer.json()]) };
};`;

function template(release: string) {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: `${release}.zip` },
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        },
      },
      [`Version${release.replaceAll('.', '')}`]: {
        Type: 'AWS::Lambda::Version',
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: { FunctionName: { Ref: 'Fn' } },
      },
      Alias: {
        Type: 'AWS::Lambda::Alias',
        DependsOn: `Version${release.replaceAll('.', '')}`,
        Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'production' },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { Ref: 'Alias' },
          Principal: 'vpc-lattice.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': ['Group', 'Arn'] },
        },
      },
      Group: {
        Type: 'AWS::VpcLattice::TargetGroup',
        Properties: {
          Type: 'LAMBDA',
          Config: { LambdaEventStructureVersion: 'V2' },
          Targets: [{ Id: { Ref: 'Alias' } }],
        },
      },
      Service: { Type: 'AWS::VpcLattice::Service', Properties: { AuthType: 'NONE' } },
      Listener: {
        Type: 'AWS::VpcLattice::Listener',
        Properties: {
          ServiceIdentifier: { 'Fn::GetAtt': ['Service', 'Id'] },
          Protocol: 'HTTPS',
          DefaultAction: {
            Forward: { TargetGroups: [{ TargetGroupIdentifier: { 'Fn::GetAtt': ['Group', 'Id'] }, Weight: 100 }] },
          },
        },
      },
    },
    Outputs: { FunctionName: { Value: { Ref: 'Fn' } } },
  };
}

/** An assembly as CDK writes it, with one release's code. */
function assembly(folder: string, release: string, code = source(release)): string {
  const dir = join(folder, release);
  mkdirSync(join(dir, 'asset'), { recursive: true });
  const write = (name: string, content: object) => writeFileSync(join(dir, name), JSON.stringify(content));
  writeFileSync(join(dir, 'asset', 'index.mjs'), code);
  write('manifest.json', {
    artifacts: { Shop: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Shop.template.json' } } },
  });
  write('Shop.template.json', template(release));
  write('Shop.assets.json', {
    files: { code: { source: { path: 'asset' }, destinations: { here: { objectKey: `${release}.zip` } } } },
  });
  return dir;
}

async function cloudIn(folder: string): Promise<Cloud> {
  const cloud = await createCloud({ speed: 60, outDir: join(folder, 'out'), start: Date.UTC(2031, 0, 1) });
  onTestFinished(() => cloud.close());
  return cloud;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const answerOf = async (cloud: Cloud) => (await fetch(cloud.traffic.url)).json();

test('a template is deployed and serves users; a later release is only a version until an alias moves', async () => {
  const folder = temporaryFolder();
  const cloud = await cloudIn(folder);
  await cloud.deploy(assembly(folder, '1.0.0'));
  expect(await answerOf(cloud)).toEqual({ release: '1.0.0', year: 2031, key: 'ASIA' });

  const { changes } = await cloud.deploy(assembly(folder, '2.0.0'));
  expect(changes).toEqual({ created: ['Version200'], updated: ['Fn'], removed: [], retained: ['Version100'] });
  expect(await answerOf(cloud)).toMatchObject({ release: '1.0.0' });

  const client = new LambdaClient({
    endpoint: cloud.endpoint.url,
    region: cloud.place.region,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'x' },
  });
  const alias = { FunctionName: cloud.outputs['FunctionName'], Name: 'production' };
  const { RevisionId } = await client.send(new GetAliasCommand(alias));
  await client.send(new UpdateAliasCommand({ ...alias, FunctionVersion: '2', RevisionId }));
  await expect(
    client.send(new UpdateAliasCommand({ ...alias, FunctionVersion: '1', RevisionId })),
  ).rejects.toMatchObject({ name: 'PreconditionFailedException' });
  client.destroy();
  expect(await answerOf(cloud)).toMatchObject({ release: '2.0.0' });
});

test('names are the same in every run with the same seed', async () => {
  const folder = temporaryFolder();
  const dir = assembly(folder, '1.0.0');
  const names = async (out: string) => {
    const cloud = await createCloud({ speed: 60, outDir: join(folder, out) });
    await cloud.deploy(dir);
    await cloud.close();
    return cloud.outputs;
  };
  expect(await names('a')).toEqual(await names('b'));
});

test('closing leaves nothing that answers', async () => {
  const folder = temporaryFolder();
  const cloud = await cloudIn(folder);
  await cloud.deploy(assembly(folder, '1.0.0'));
  await cloud.close();
  await expect(fetch(cloud.traffic.url)).rejects.toThrow('fetch failed');
  await expect(fetch(cloud.endpoint.url)).rejects.toThrow('fetch failed');
  await expect(
    cloud.functions.invoke({
      functionArn: cloud.outputs['FunctionName'] ?? '',
      payload: '{}',
      caller: { principal: 'operator' },
    }),
  ).rejects.toThrow('the local cloud is closed');
});

test('a call that the role of a function does not allow is refused to the function, and in the log', async () => {
  const folder = temporaryFolder();
  const cloud = await cloudIn(folder);
  await cloud.deploy(assembly(folder, '1.0.0', CALLER));
  const [status, error] = (await answerOf(cloud)) as [number, { __type: string; message: string }];
  expect([status, error.__type]).toEqual([400, 'AccessDeniedException']);
  expect(error.message).toMatch(
    new RegExp(
      '^User: arn:aws:sts::123456789012:assumed-role/Shop-Role-[0-9a-f]{12}/Shop-Fn-[0-9a-f]{12} is not authorized ' +
        'to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/records because ' +
        'no identity-based policy allows the dynamodb:GetItem action$',
    ),
  );
  expect(readFileSync(join(folder, 'out', 'cloud.log'), 'utf8')).toContain(`iam: denied: ${error.message}\n`);
});

test('rejects a port that is taken, and leaves nothing running', async () => {
  const folder = temporaryFolder();
  const cloud = await cloudIn(folder);
  await expect(
    createCloud({ speed: 60, outDir: join(folder, 'second'), trafficPort: cloud.traffic.port }),
  ).rejects.toThrow(`port ${cloud.traffic.port} is taken`);
});
