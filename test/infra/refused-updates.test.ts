import { Stack } from 'aws-cdk-lib';
import { OPERATOR } from 'local-aws';
import { describe, expect, it } from 'vitest';
import { LatticeCanary, type LatticeCanaryProps } from '../../infra/constructs/lattice-canary.ts';
import { deployed } from './deployed.ts';
import { ownApp, ownFunction } from './own-app.ts';

/**
 * Settings that cannot be changed in place: what one deploy does with them, and the two that work where one does not.
 * docs/operations.md has the table.
 */
const { cloud, codeOf, answerOf } = deployed();

const [FIRST_NETWORK, SECOND_NETWORK] = ['sn-0123456789abcdef0', 'sn-0123456789abcdef1'];
let vpcs = 0;
const newVpc = () => `vpc-${String(++vpcs).padStart(17, '0')}`;
const GUARDED = { securityGroupIds: ['sg-0123456789abcdef0'] };

/** Deploys a stack of that name with one service; each code answers with its name. */
async function deploy(name: string, props: Partial<LatticeCanaryProps>, answer = 'first') {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, name);
  const fn = ownFunction(stack, { code: codeOf(answer) });
  new LatticeCanary(stack, 'Canary', { handlerBundles, fn, protocol: 'HTTP', ...props }).addOutputs();
  return cloud().deploy(app.synth().directory);
}

describe('another network for the same VPC', () => {
  it('is refused in one deploy, by VPC Lattice itself, and the stack stays as it was', async () => {
    const vpcId = newVpc();
    await deploy('Net', { serviceNetworkId: FIRST_NETWORK, vpcId });
    const moving = deploy('Net', { serviceNetworkId: SECOND_NETWORK, vpcId });
    await expect(moving).rejects.toThrow(
      new RegExp(`VpcAssociation.*VPC ${vpcId} is associated with service network ${FIRST_NETWORK} already`),
    );
    expect(cloud().deployer.describeStack('Net').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await answerOf(cloud().deployer.outputs('Net')['ServiceDNS'] ?? '')).toBe('first');
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
    const before = cloud().deployer.outputs('Named');
    await cloud().operations.lambda.UpdateAlias(
      { FunctionName: before['FunctionName'] ?? '', Name: 'production', FunctionVersion: '2' },
      OPERATOR,
    );
    for (const customDomain of [{ name: 'a.example.com' }, { name: 'b.example.com' }, undefined]) {
      const last = cloud().deployer.outputs('Named');
      await deploy('Named', customDomain === undefined ? {} : { customDomain }, 'third');
      const now = cloud().deployer.outputs('Named');
      for (const id of ['ServiceId', 'ListenerId', 'ProductionTargetGroupId', 'CanaryTargetGroupId', 'ServiceDNS'])
        expect(now[id]).not.toBe(last[id]);
      expect(await answerOf(customDomain?.name ?? now['ServiceDNS'] ?? '')).toBe('second');
      expect(cloud().lattice.services.find(last['ServiceId'] ?? '')).toBeUndefined();
      expect(cloud().lattice.targetGroups.find(last['ProductionTargetGroupId'] ?? '')).toBeUndefined();
    }
  });
});
