import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Cloud, createCloud, OPERATOR } from 'local-aws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LatticeCanary, type LatticeCanaryProps } from '../../infra/constructs/lattice-canary.ts';
import { ownApp, ownFunction } from './own-app.ts';

/**
 * Settings that cannot be changed in place: what one deploy does with them, and the two that work where one does not.
 * docs/operations.md has the table.
 */
const folder = mkdtempSync(join(tmpdir(), 'refused-'));
let cloud: Cloud;

beforeAll(async () => {
  cloud = await createCloud({ speed: 60, outDir: join(folder, 'out'), warm: false });
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const [FIRST_NETWORK, SECOND_NETWORK] = ['sn-0123456789abcdef0', 'sn-0123456789abcdef1'];
let vpcs = 0;
const newVpc = () => `vpc-${String(++vpcs).padStart(17, '0')}`;
const GUARDED = { securityGroupIds: ['sg-0123456789abcdef0'] };

/** Deploys a stack of that name with one service; each code answers with its name. */
async function deploy(name: string, props: Partial<LatticeCanaryProps>, answer = 'first') {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, name);
  const code = join(folder, answer);
  mkdirSync(code, { recursive: true });
  const source = `export const handler = async () => ({ statusCode: 200, body: '${answer}' });`;
  writeFileSync(join(code, 'index.mjs'), source);
  const fn = ownFunction(stack, { code: lambda.Code.fromAsset(code) });
  new LatticeCanary(stack, 'Canary', { handlerBundles, fn, protocol: 'HTTP', ...props }).addOutputs();
  return cloud.deploy(app.synth().directory);
}

async function answerOf(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(cloud.traffic.url, { headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      response.once('end', () => resolve(response.statusCode === 200 ? body : String(response.statusCode)));
    })
      .once('error', reject)
      .end();
  });
}

describe('another network for the same VPC', () => {
  it('is refused in one deploy, by VPC Lattice itself, and the stack stays as it was', async () => {
    const vpcId = newVpc();
    await deploy('Net', { serviceNetworkId: FIRST_NETWORK, vpcId });
    const moving = deploy('Net', { serviceNetworkId: SECOND_NETWORK, vpcId });
    await expect(moving).rejects.toThrow(
      new RegExp(`VpcAssociation.*VPC ${vpcId} is associated with service network ${FIRST_NETWORK} already`),
    );
    expect(cloud.deployer.describeStack('Net').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await answerOf(cloud.deployer.outputs('Net')['ServiceDNS'] ?? '')).toBe('first');
  });

  it('works in two: one without the VPC, one with it', async () => {
    const vpcId = newVpc();
    await deploy('NetInTwo', { serviceNetworkId: FIRST_NETWORK, vpcId });
    await deploy('NetInTwo', { serviceNetworkId: SECOND_NETWORK });
    const { stack } = await deploy('NetInTwo', { serviceNetworkId: SECOND_NETWORK, vpcId });
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
  });
});

describe('security groups that are all taken away', () => {
  it('are refused in one deploy', async () => {
    const vpcId = newVpc();
    await deploy('Guard', { vpcId, ...GUARDED });
    await expect(deploy('Guard', { vpcId })).rejects.toThrow(/VpcAssociation.*one at least must stay/);
  });

  it('are gone after two: one without the VPC, one with it', async () => {
    const vpcId = newVpc();
    await deploy('GuardInTwo', { vpcId, ...GUARDED });
    await deploy('GuardInTwo', {});
    expect((await deploy('GuardInTwo', { vpcId })).stack.StackStatus).toBe('UPDATE_COMPLETE');
  });
});

describe('a domain that is added, changed and taken away', () => {
  it('makes another service with target groups of its own, at the version that production runs', async () => {
    await deploy('Named', {});
    await deploy('Named', {}, 'second');
    const before = cloud.deployer.outputs('Named');
    await cloud.operations.lambda.UpdateAlias(
      { FunctionName: before['FunctionName'] ?? '', Name: 'production', FunctionVersion: '2' },
      OPERATOR,
    );
    for (const customDomain of [{ name: 'a.example.com' }, { name: 'b.example.com' }, undefined]) {
      const last = cloud.deployer.outputs('Named');
      await deploy('Named', customDomain === undefined ? {} : { customDomain }, 'third');
      const now = cloud.deployer.outputs('Named');
      for (const id of ['ServiceId', 'ListenerId', 'ProductionTargetGroupId', 'CanaryTargetGroupId', 'ServiceDNS'])
        expect(now[id]).not.toBe(last[id]);
      expect(await answerOf(customDomain?.name ?? now['ServiceDNS'] ?? '')).toBe('second');
      expect(cloud.lattice.services.find(last['ServiceId'] ?? '')).toBeUndefined();
      expect(cloud.lattice.targetGroups.find(last['ProductionTargetGroupId'] ?? '')).toBeUndefined();
    }
  });
});
